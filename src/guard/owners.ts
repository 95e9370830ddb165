import type { TaskHost } from '#engine/base/task.ts'
import { pathText } from '#engine/model/path-text.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import type { Session } from '#engine/session.ts'

/** Names who holds what is too much, as a path from the root. Questions of a heap that stands beside its base where growth is asked for. */
export class Owners {
  readonly #session: Session
  readonly #host: TaskHost

  constructor(session: Session, host: TaskHost) {
    this.#session = session
    this.#host = host
  }

  /** The one object that holds the most of them directly, or else the one of them that retains most. */
  async ofSet(query: string, onlyNew: boolean): Promise<string | null> {
    const terms = termsOf(query, onlyNew)
    const most = { start: 0, end: 1, sort: { column: 'held', descending: true } } as const
    const { rows } = await this.#session.ask('holders', [terms, most], this.#host)
    return rows[0]?.node ? this.#pathTo(rows[0].node) : this.ofHeaviest(query, onlyNew)
  }

  /** The one of them that retains most. */
  async ofHeaviest(query: string, onlyNew: boolean): Promise<string | null> {
    const most = { start: 0, end: 1, sort: { column: 'retainedSize', descending: true } } as const
    const { rows } = await this.#session.ask('selected', [termsOf(query, onlyNew), most], this.#host)
    return rows[0] ? this.#pathTo(rows[0]) : null
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

  #pathTo({ node }: NodeRow): string | null {
    const { path } = this.#session.object(node)
    return path && pathText(path)
  }
}

function termsOf(query: string, onlyNew: boolean): readonly Term[] {
  const all: Term = { op: '+', query }
  return onlyNew ? [all, { op: '-', query: '-status:new' }] : [all]
}
