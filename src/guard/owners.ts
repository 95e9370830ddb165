import type { TaskHost } from '#engine/base/task.ts'
import { exactTerm } from '#engine/model/filter-term.ts'
import { pathText } from '#engine/model/path-text.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import type { Session } from '#engine/session.ts'

/** Names who holds what is too much, as a path from the root. */
export class Owners {
  readonly #session: Session
  readonly #host: TaskHost

  /** @param session beside its base where it is asked for what is new or grew */
  constructor(session: Session, host: TaskHost) {
    this.#session = session
    this.#host = host
  }

  /**
   * Of the class that retains most among the objects of a set: the one object that holds the most of them directly, or else
   * the one of them that retains most.
   */
  async ofSet(query: string, onlyNew: boolean): Promise<string | null> {
    const all: readonly Term[] = [
      { op: '+', query },
      ...(onlyNew ? [{ op: '-', query: '-status:new' } as const] : []),
    ]
    const first = { start: 0, end: 1, sort: { column: 'retainedSize', descending: true } } as const
    const { rows } = await this.#session.ask('selectedClasses', [all, first], this.#host)
    const [heaviest] = rows
    if (!heaviest) return null
    const terms: readonly Term[] = [...all, { op: '-', query: `-${exactTerm('classkey', heaviest.key)}` }]
    const holder = heaviest.count > 1 ? await this.#holderOf(terms) : null
    const object = holder ?? (await this.#session.ask('selected', [terms, first], this.#host)).rows[0]
    return object ? this.#pathTo(object) : null
  }

  /** Where the memory of the whole heap gathers. */
  async ofHeap(): Promise<string | null> {
    const root = { by: 'object', id: null, path: [] } as const
    const { node } = await this.#session.ask('accumulationPoint', [root], this.#host)
    return this.#pathTo(node)
  }

  /** The object that is in both heaps and has most more beneath it. */
  async ofGrowth(): Promise<string | null> {
    const most = { start: 0, end: 1, sort: { column: 'growth', descending: true } } as const
    const { rows } = await this.#session.ask('growthOwners', [most], this.#host)
    return rows[0] && rows[0].growth > 0 ? this.#pathTo(rows[0].node) : null
  }

  async #holderOf(terms: readonly Term[]): Promise<NodeRow | null> {
    const most = { start: 0, end: 1, sort: { column: 'held', descending: true } } as const
    const { rows } = await this.#session.ask('holders', [terms, most], this.#host)
    return rows[0]?.node ?? null
  }

  #pathTo({ node }: NodeRow): string | null {
    const { path } = this.#session.object(node)
    return path && pathText(path)
  }
}
