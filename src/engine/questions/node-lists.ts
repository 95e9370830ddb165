import { RecentMap } from '../base/recent-map.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { ListRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import type { Heap } from './heap.ts'
import { nodePage } from './list-nodes.ts'

/** Sets of nodes and their orders kept for the next page of the same list. */
const KEPT_LISTS = 4

/** Lists of nodes, with what the next page of the same list needs. */
export class NodeLists {
  readonly #sets = new RecentMap<Uint32Array>(KEPT_LISTS)
  readonly #orders = new RecentMap<Uint32Array>(KEPT_LISTS)

  /** Forgets the orders: sizes have changed. */
  forgetOrders(): void {
    this.#orders.clear()
  }

  /**
   * A page of the nodes that belong to a list: those of a size above 0 (others' bytes count with their owners).
   * @param all how many they are, where that is known
   */
  belonging(
    heap: Heap,
    list: string,
    belongs: (node: number) => boolean,
    all: number | null,
    request: ListRequest<NodeColumn>,
    filter: EntryTest | null,
  ): Page<NodeRow> {
    const key = `${list} ${request.filter ?? ''}`
    const everything = this.#sets.get(list, () => collect(heap, belongs))
    const nodes = filter ? this.#sets.get(key, () => everything.filter(filter)) : everything
    return nodePage(heap, nodes, all ?? everything.length, request, this.#orders, key)
  }

  /** A page of those of `nodes` that pass the filter. */
  among(
    heap: Heap,
    list: string,
    nodes: Uint32Array,
    request: ListRequest<NodeColumn>,
    filter: EntryTest | null,
  ): Page<NodeRow> {
    const key = `${list} ${request.filter ?? ''}`
    const passing = filter ? nodes.filter(filter) : nodes
    return nodePage(heap, passing, nodes.length, request, this.#orders, key)
  }
}

function collect({ shallowSize, snapshot }: Heap, belongs: (node: number) => boolean): Uint32Array {
  let count = 0
  const nodes = new Uint32Array(snapshot.nodeCount)
  for (let node = 0; node < snapshot.nodeCount; node++) {
    if (shallowSize[node] !== 0 && belongs(node)) nodes[count++] = node
  }
  return nodes.slice(0, count)
}
