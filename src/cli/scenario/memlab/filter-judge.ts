import { CaptureError } from '#capture/capture-error.ts'
import type { WholeHeap } from '#engine/analyses/heap.ts'
import { displayName } from '#engine/analyses/names.ts'
import type { Leads, PlainPaths } from '#engine/diff/plain-paths.ts'
import type { LeakJudge } from '#engine/questions/leak-judge.ts'
import { formatName } from '../../text.ts'
import { reasonOf } from '../stage.ts'
import type { HeapEdge } from './heap-edge.ts'
import type { HeapNode } from './heap-node.ts'
import type { HeapSnapshot } from './heap-snapshot.ts'
import { HeapView } from './heap-view.ts'

/** The filters a scenario exports, by memlab's names; null where it has none. */
export interface MemlabFilters {
  readonly beforeLeakFilter: ((snapshot: HeapSnapshot, leakedNodeIds: Set<number>) => unknown) | null
  readonly leakFilter:
    | ((node: HeapNode, snapshot: HeapSnapshot, leakedNodeIds: Set<number>) => unknown)
    | null
  readonly retainerReferenceFilter:
    | ((edge: HeapEdge, snapshot: HeapSnapshot, isReferenceUsedByDefault: boolean) => unknown)
    | null
}

/** Has the filters of a scenario decide. @throws CaptureError from all of it, where a filter fails */
export class FilterJudge implements LeakJudge {
  readonly mayLead: LeakJudge['mayLead']
  readonly isLeak: LeakJudge['isLeak']
  readonly #filters: MemlabFilters
  #view: HeapView | null = null
  /** Of what may be leaks, and while leaks are decided of those and what is still to be asked about. */
  #ids = new Set<number>()

  constructor(filters: MemlabFilters) {
    this.#filters = filters
    this.mayLead = filters.retainerReferenceFilter && this.#mayLead
    this.isLeak = filters.leakFilter && this.#isLeak
  }

  begin(heap: WholeHeap, unmounted: Uint32Array): void {
    this.#view = new HeapView(heap, unmounted)
  }

  async candidates(nodes: Uint32Array, paths: PlainPaths): Promise<Uint32Array> {
    const view = this.#view!
    const { nodeId } = view.heap.snapshot
    view.paths = paths
    const ids = new Set(Array.from(nodes, (node) => nodeId[node]!))
    this.#ids = ids
    const came = new Set(ids)
    try {
      await this.#filters.beforeLeakFilter?.(view.snapshot, ids)
      for (const id of ids) {
        if (!came.has(id)) throw new TypeError(`it adds @${id} to leakedNodeIds, which did not come and stay`)
      }
    } catch (error) {
      throw failed('beforeLeakFilter', '', error)
    }
    return nodes.filter((node) => ids.has(nodeId[node]!))
  }

  readonly #mayLead: Leads = (source, edge, keepsAlive, paths) => {
    const view = this.#view!
    view.paths = paths
    try {
      return decided(
        this.#filters.retainerReferenceFilter!(view.edge(edge, source), view.snapshot, keepsAlive),
      )
    } catch (error) {
      const { name_or_index: name, toNode } = view.edge(edge)
      const where = ` for the reference ${formatName(String(name))} from ${nameOf(view, source)} to ${nameOf(view, toNode.nodeIndex)}`
      throw failed('retainerReferenceFilter', where, error)
    }
  }

  readonly #isLeak = (node: number): boolean => {
    const view = this.#view!
    try {
      const isLeak = decided(this.#filters.leakFilter!(view.node(node), view.snapshot, this.#ids))
      if (!isLeak) this.#ids.delete(view.heap.snapshot.nodeId[node]!)
      return isLeak
    } catch (error) {
      throw failed('leakFilter', ` for ${nameOf(view, node)}`, error)
    }
  }
}

/** What a filter says. A promise would be true whatever it holds. */
function decided(answer: unknown): boolean {
  if (answer instanceof Promise) {
    answer.catch(() => undefined)
    throw new TypeError('it returns a promise, and must answer at once')
  }
  return Boolean(answer)
}

function nameOf({ heap: { snapshot } }: HeapView, node: number): string {
  return `${formatName(displayName(snapshot, node))} @${snapshot.nodeId[node]}`
}

function failed(filter: string, where: string, error: unknown): CaptureError {
  return new CaptureError(`The scenario's ${filter} failed${where}: ${reasonOf(error)}.`, { cause: error })
}
