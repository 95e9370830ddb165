import { foldEntries, foldedSums, noiseBelow } from '../analyses/fold-internals.ts'
import type { CompleteHeap } from '../analyses/heap.ts'
import type { NearPage, NearRequest, NodeColumn, NodeRow } from '../model/rows.ts'
import type { ListSurroundings, NodeLists } from './node-lists.ts'

/**
 * A page of a node's children in the dominator tree. Their retained sizes and the node's shallow size add up to what the
 * node retains, with those that are folded. O(children log children).
 * @throws HeapError `bad-filter` with `at`, `cancelled`
 */
export async function dominatedPage(
  heap: CompleteHeap,
  lists: NodeLists,
  around: ListSurroundings,
  node: number,
  { filter = '', ...request }: NearRequest<NodeColumn>,
): Promise<NearPage<NodeRow>> {
  const { first, node: nodes } = heap.ready.graph.dominated
  const children = nodes.subarray(first[node], first[node + 1])
  const passing = await lists.passing(around, `dominated ${node}`, children, filter)
  const { shown, left } = foldEntries(passing, noiseBelow(heap, node), request.internals)
  const key = `dominated ${node} ${request.internals ?? 'all'} ${filter}`
  const page = lists.page(heap, key, shown, children.length, request)
  return { ...page, folded: foldedSums(heap, left, (child) => child, true) }
}
