import type { EntryTest } from '../model/filter-fields.ts'
import type { NearPage, NearRequest, NodeColumn, NodeRow } from '../model/rows.ts'
import { foldEntries, foldedSums, noiseBelow } from './fold-internals.ts'
import type { CompleteHeap } from './heap.ts'
import type { NodeLists } from './node-lists.ts'

/**
 * A page of a node's children in the dominator tree. Their retained sizes and the node's shallow size add up to what the
 * node retains, with those that are folded. O(children log children).
 */
export function dominatedPage(
  heap: CompleteHeap,
  lists: NodeLists,
  node: number,
  { filter: text = '', ...request }: NearRequest<NodeColumn>,
  filter: EntryTest | null,
): NearPage<NodeRow> {
  const { first, node: nodes } = heap.ready.graph.dominated
  const children = nodes.subarray(first[node], first[node + 1])
  const passing = filter ? children.filter(filter) : children
  const { shown, left } = foldEntries(passing, noiseBelow(heap, node), request.internals)
  const key = `dominated ${node} ${request.internals ?? 'all'} ${text}`
  const page = lists.among(heap, key, shown, request, null)
  return { ...page, all: children.length, folded: foldedSums(heap, left, (child) => child, true) }
}
