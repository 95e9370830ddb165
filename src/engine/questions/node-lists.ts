import type { Heap } from '../analyses/heap.ts'
import { nodeKey, nodePage } from '../analyses/list-nodes.ts'
import { nodeRow } from '../analyses/node-row.ts'
import { PICK_LIMIT } from '../analyses/ordered-page.ts'
import { RecentMap } from '../base/recent-map.ts'
import { Task, type TaskHost } from '../base/task.ts'
import { Top } from '../base/top.ts'
import { NodeType } from '../model/kinds.ts'
import type { ListRequest, NodeColumn, NodeRow, Page, Sort } from '../model/rows.ts'
import { type FilteredSession, passingNodes } from './list-filter.ts'
import { SharedWork } from './shared-work.ts'

/** Sets of nodes and their orders kept for the next page of the same list. */
const KEPT_LISTS = 4
/** Nodes between two looks at the clock. */
const SLICE = 1 << 16

/** Who asks for a list of nodes, and of which heap. */
export interface ListSurroundings extends FilteredSession {
  readonly heap: Heap
  readonly host: TaskHost
}

/** Lists of nodes, with what the next page of the same list needs. Long ones are worked through in slices. */
export class NodeLists {
  readonly #sets = new SharedWork(KEPT_LISTS)
  readonly #orders = new RecentMap<Uint32Array>(KEPT_LISTS)

  /** Forgets the orders: sizes have changed. */
  forgetOrders(): void {
    this.#orders.clear()
  }

  /**
   * A page of all objects but the synthetic roots, as of any list. The first rows are picked out without a list of them
   * all: everybody sees those, while a heap is still being worked on, and few ever ask for more.
   * @throws the same as `belonging`
   */
  async objects(around: ListSurroundings, request: ListRequest<NodeColumn>): Promise<Page<NodeRow>> {
    const { nodeType } = around.heap.snapshot
    const belongs = (node: number): boolean => nodeType[node] !== NodeType.synthetic
    const { sort, end, filter = '' } = request
    // Names are ranked within a list.
    const isPicked = sort && sort.column !== 'name' && end <= PICK_LIMIT && filter.trim() === ''
    return isPicked
      ? pick(around, belongs, { ...request, sort })
      : this.belonging(around, 'objects', belongs, null, request)
  }

  /**
   * A page of the nodes that belong to a list: those of a size above 0 (others' bytes count with their owners).
   * O(nodes) once for a list and once for a filter.
   * @param all how many they are, where that is known
   * @throws HeapError `bad-filter` with `at`, `not-ready`, `no-references`, `cancelled`
   */
  async belonging(
    around: ListSurroundings,
    list: string,
    belongs: (node: number) => boolean,
    all: number | null,
    request: ListRequest<NodeColumn>,
  ): Promise<Page<NodeRow>> {
    const everything = await this.#sets.get(list, around.host, (task) => collect(around.heap, belongs, task))
    const filter = request.filter ?? ''
    const passing = await this.passing(around, list, everything, filter)
    return this.page(around.heap, `${list} ${filter}`, passing, all ?? everything.length, request)
  }

  /** Those of `nodes` that pass a filter. @throws the same */
  async passing(
    around: ListSurroundings,
    list: string,
    nodes: Uint32Array,
    filter: string,
  ): Promise<Uint32Array> {
    if (filter.trim() === '') return nodes
    return this.#sets.get(`${list} ${filter}`, around.host, (task) =>
      passingNodes(nodes, filter, around, task),
    )
  }

  /** A page of nodes that all pass. @param key names them among all lists */
  page(
    heap: Heap,
    key: string,
    nodes: Uint32Array,
    all: number,
    request: ListRequest<NodeColumn>,
  ): Page<NodeRow> {
    return nodePage(heap, nodes, all, request, this.#orders, key)
  }
}

async function collect(heap: Heap, belongs: (node: number) => boolean, task: Task): Promise<Uint32Array> {
  let count = 0
  const nodes = new Uint32Array(heap.snapshot.nodeCount)
  await eachBelonging(heap, belongs, task, (node) => (nodes[count++] = node))
  return nodes.slice(0, count)
}

/** O(nodes), and memory for the rows asked for. */
async function pick(
  { heap, host }: ListSurroundings,
  belongs: (node: number) => boolean,
  { start, end, sort }: ListRequest<NodeColumn> & { readonly sort: Sort<NodeColumn> },
): Promise<Page<NodeRow>> {
  const top = new Top(end, sort.descending)
  const keyOf = nodeKey(heap, new Uint32Array(0), sort)
  await eachBelonging(heap, belongs, new Task(host), (node) => top.offer(node, keyOf(node)))
  const from = Math.max(0, start)
  const rows = Array.from(top.take().subarray(from), (node) => nodeRow(heap, node))
  return { start: from, rows, total: top.offered, all: top.offered }
}

/** Calls `take` with every node of a size above 0 that belongs, in file order and in slices. */
async function eachBelonging(
  { shallowSize, snapshot }: Heap,
  belongs: (node: number) => boolean,
  task: Task,
  take: (node: number) => void,
): Promise<void> {
  const { nodeCount } = snapshot
  task.begin('answer', nodeCount)
  for (let from = 0; from < nodeCount; from += SLICE) {
    const end = Math.min(from + SLICE, nodeCount)
    for (let node = from; node < end; node++) {
      if (shallowSize[node] !== 0 && belongs(node)) take(node)
    }
    const wait = task.tick(from)
    if (wait) await wait
  }
  task.end()
}
