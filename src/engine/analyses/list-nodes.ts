import type { RecentMap } from '../base/recent-map.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import { Detachedness } from '../model/kinds.ts'
import type { ListRequest, NodeColumn, NodeRow, Page, Sort } from '../model/rows.ts'
import type { Heap } from './heap.ts'
import { kindOfType } from './kinds.ts'
import { nodeRow } from './node-row.ts'
import { orderedPage } from './ordered-page.ts'
import { changeReader, statusReader } from './statuses.ts'

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
  const { snapshot, shallowSize, table } = heap
  const graph = heap.ready?.graph
  switch (sort.column) {
    case 'id':
      return (node) => snapshot.nodeId[node]!
    case 'name': {
      const rank = nameRanks(heap, nodes)
      return (node) => rank[snapshot.nodeName[node]!]!
    }
    case 'className': {
      const rank = classRanks(heap)
      return (node) => rank[table.classOf[node]!]!
    }
    case 'kind':
      return (node) => KIND_RANK[snapshot.nodeType[node]!]!
    case 'type': {
      const rank = ranksOf(snapshot.nodeTypeNames)
      return (node) => rank[snapshot.nodeType[node]!]!
    }
    case 'detached':
      return (node) => (heap.detachedness[node] === Detachedness.detached ? 1 : 0)
    case 'references':
      return (node) => snapshot.firstEdge[node + 1]! - snapshot.firstEdge[node]!
    case 'selfSize':
      return (node) => snapshot.selfSize[node]!
    case 'shallowSize':
      return (node) => shallowSize[node]!
    case 'retainedSize':
      return graph ? (node) => graph.retainedSize[node]! : (node) => shallowSize[node]!
    case 'change':
    case 'growth':
      return changeKey(heap, sort.column)
    case 'refcount':
      return (node) => snapshot.python?.refcount[node] ?? 0
    case 'length':
      return (node) => snapshot.python?.length[node] ?? 0
    case 'distance':
      return (node) => distanceKey(graph?.distance[node] ?? NO_DISTANCE, sort.descending)
  }
}

/** Where no other heap stands beside this one, nothing changed. */
function changeKey(
  { comparison, table, ready }: Heap,
  column: 'change' | 'growth',
): (node: number) => number {
  if (!comparison || !ready) return () => 0
  const { retainedSize } = ready.graph
  if (column === 'growth') return changeReader(comparison, retainedSize, comparison.other.retainedSize)
  return statusReader({ comparison, classOf: table.classOf, retainedSize })
}

export function distanceKey(distance: number, descending: boolean): number {
  if (distance !== NO_DISTANCE) return distance
  return descending ? -UNKNOWN : UNKNOWN
}

/** The alphabetic place of each distinct name among these nodes, by string index. */
function nameRanks({ snapshot }: Heap, nodes: Uint32Array): Uint32Array {
  const { strings, nodeName } = snapshot
  const rank = new Uint32Array(strings.count)
  for (const node of nodes) rank[nodeName[node]!] = 1
  const texts: { readonly name: number; readonly text: string }[] = []
  for (let name = 0; name < rank.length; name++) {
    if (rank[name] === 1) texts.push({ name, text: strings.text(name) })
  }
  texts.sort((a, b) => compareTexts(a.text, b.text))
  for (const [place, { name }] of texts.entries()) rank[name] = place
  return rank
}

/** The alphabetic place of each class; those of one name by their keys. */
function classRanks({ table }: Heap): Uint32Array {
  return ranksOf(table.classes.map(({ key }) => key))
}

/** By node type: the alphabetic place of its kind. */
const KIND_RANK = ranksOf(Array.from({ length: 256 }, (_, type) => kindOfType(type)))

/** The alphabetic place of each text; equal ones have equal places. */
export function ranksOf(texts: readonly string[]): Uint32Array {
  const sorted = [...new Set(texts)].sort(compareTexts)
  const place = new Map(sorted.map((text, at) => [text, at]))
  return Uint32Array.from(texts, (text) => place.get(text)!)
}

/** By code units: the same everywhere, whatever the reader's language. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
