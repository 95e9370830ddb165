import type { RecentMap } from '../base/recent-map.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import type { ListRequest, NodeColumn, NodeRow, Page, Sort } from '../model/rows.ts'
import type { Heap } from './heap.ts'
import { nodeRow } from './node-row.ts'
import { orderedPage } from './ordered-page.ts'

/** Sorts last whichever way the column is sorted. */
const UNKNOWN = Number.MAX_VALUE

/**
 * A page of the rows of `nodes`, sorted as asked.
 *
 * @param all how many there were before filtering
 * @param orders keeps whole orders, so that scrolling through a long list sorts it once
 * @param key names the set of nodes within `orders`
 */
export function nodePage(
  heap: Heap,
  nodes: Uint32Array,
  all: number,
  request: ListRequest<NodeColumn>,
  orders: RecentMap<Uint32Array>,
  key: string,
): Page<NodeRow> {
  const listing = {
    entries: nodes,
    all,
    key,
    keyOf: (sort: Sort<NodeColumn>) => nodeKey(heap, nodes, sort),
    rowOf: (node: number) => nodeRow(heap, node),
  }
  return orderedPage(listing, request, orders)
}

/** The number by which a node is sorted. Names sort by the name in the file. */
export function nodeKey(heap: Heap, nodes: Uint32Array, sort: Sort<NodeColumn>): (node: number) => number {
  const { snapshot, shallowSize } = heap
  const graph = heap.ready?.graph
  switch (sort.column) {
    case 'id':
      return (node) => snapshot.nodeId[node]!
    case 'name': {
      const rank = nameRanks(heap, nodes)
      return (node) => rank.get(snapshot.nodeName[node]!)!
    }
    case 'shallowSize':
      return (node) => shallowSize[node]!
    case 'retainedSize':
      return graph ? (node) => graph.retainedSize[node]! : (node) => shallowSize[node]!
    case 'distance':
      return (node) => distanceKey(graph?.distance[node] ?? NO_DISTANCE, sort.descending)
  }
}

export function distanceKey(distance: number, descending: boolean): number {
  if (distance !== NO_DISTANCE) return distance
  return descending ? -UNKNOWN : UNKNOWN
}

/** The alphabetic place of each distinct name among these nodes, by string index. */
function nameRanks({ snapshot }: Heap, nodes: Uint32Array): Map<number, number> {
  const names = new Set<number>()
  for (const node of nodes) names.add(snapshot.nodeName[node]!)
  const texts = Array.from(names, (name) => ({ name, text: snapshot.strings.text(name) }))
  texts.sort((a, b) => compareTexts(a.text, b.text))
  return new Map(texts.map(({ name }, rank) => [name, rank]))
}

/** By code units: the same everywhere, whatever the reader's language. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
