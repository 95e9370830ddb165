import { sortIndexesBy } from '../base/radix-sort.ts'
import { edgeSource } from '../model/edge-source.ts'
import { edgesInto } from '../graph/edges-into.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import { linkType } from '../model/links.ts'
import type { EdgeColumn, EdgeRow, NearPage, NearRequest, Sort } from '../model/rows.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { foldEntries, foldedSums, noiseAbove, noiseBelow, targetOf } from './fold-internals.ts'
import { type Heap, isComplete } from './heap.ts'
import { compareTexts, distanceKey } from './list-nodes.ts'
import { displayName, edgeLabel } from './names.ts'
import { nodeRow, notReady } from './node-row.ts'
import { pythonReference } from './python-reference.ts'

type End = (edge: number) => number

/** Edges of one heap, all looked at from the same side. */
export interface ListedEdges {
  readonly heap: Heap
  /** The node that stands in an edge's row: its target among references, its source among retainers. */
  readonly end: End
}

/** Makes the test which edges pass; null lets all pass. */
export type EdgeFilter = (edges: ListedEdges) => EntryTest | null

/** A page of the edges out of a node, with their targets. Without a sort: in the file's order. */
export function referencePage(
  heap: Heap,
  node: number,
  request: NearRequest<EdgeColumn>,
  filter: EdgeFilter,
): NearPage<EdgeRow> {
  const { firstEdge } = heap.snapshot
  const first = firstEdge[node]!
  const edges = Uint32Array.from({ length: firstEdge[node + 1]! - first }, (_, i) => first + i)
  const target = targetOf(heap)
  const isNoise = request.internals ? noiseBelow(heap, node) : null
  return edgePage(heap, edges, target, request, filter, isNoise && ((edge) => isNoise(target(edge))))
}

/**
 * A page of the edges into a node, with their sources. Without a sort: those that keep it alive first, the nearest to
 * the root first.
 * @throws HeapError `not-ready`
 */
export function retainerPage(
  heap: Heap,
  node: number,
  request: NearRequest<EdgeColumn>,
  filter: EdgeFilter,
): NearPage<EdgeRow> {
  if (!isComplete(heap) || !heap.ready.retainers) throw notReady()
  const { graph, retainers } = heap.ready
  const { snapshot, essential, distance } = graph
  const edges = edgesInto(snapshot, retainers, node)
  const source: End = (edge) => edgeSource(snapshot.firstEdge, edge)
  if (!request.sort) {
    sortIndexesBy(edges, (edge) => distanceKey(distance[source(edge)]!, false), false)
    sortIndexesBy(edges, (edge) => (keepsAlive(snapshot, essential, source(edge), edge) ? 0 : 1), false)
  }
  const isNoise = request.internals ? noiseAbove(heap, retainers, edges) : null
  return edgePage(heap, edges, source, request, filter, isNoise)
}

function edgePage(
  heap: Heap,
  edges: Uint32Array,
  end: End,
  request: NearRequest<EdgeColumn>,
  filter: EdgeFilter,
  isNoise: EntryTest | null,
): NearPage<EdgeRow> {
  const test = filter({ heap, end })
  const { shown, left } = foldEntries(test ? edges.filter(test) : edges, isNoise, request.internals)
  if (request.sort) sortEdges(heap, shown, end, request.sort)
  const start = Math.max(0, request.start)
  const rows = Array.from(shown.subarray(start, Math.max(start, request.end)), (edge) =>
    edgeRow(heap, edge, end(edge)),
  )
  return { start, rows, total: shown.length, all: edges.length, folded: foldedSums(heap, left, end, false) }
}

function edgeRow(heap: Heap, edge: number, node: number): EdgeRow {
  const { snapshot } = heap
  const written = pythonReference(snapshot, edgeSource(snapshot.firstEdge, edge), edge)
  return {
    edge,
    edgeType: snapshot.edgeTypeNames[linkType(snapshot.edgeLink[edge]!)]!,
    edgeName: labelOf(snapshot, edge),
    ...(written !== undefined && { written }),
    essential: isEssential(heap, edge),
    node: nodeRow(heap, node),
  }
}

function labelOf(snapshot: Snapshot, edge: number): string | number {
  return edgeLabel(snapshot, edgeSource(snapshot.firstEdge, edge), edge)
}

/** Before the graph is computed every edge is taken to keep its target alive. */
export function isEssential({ snapshot, ready }: Heap, edge: number): boolean {
  if (!ready) return true
  return keepsAlive(snapshot, ready.graph.essential, edgeSource(snapshot.firstEdge, edge), edge)
}

function sortEdges(heap: Heap, edges: Uint32Array, end: End, { column, descending }: Sort<EdgeColumn>): void {
  const { snapshot, shallowSize } = heap
  const graph = heap.ready?.graph
  switch (column) {
    case 'order':
      return sortIndexesBy(edges, (edge) => edge, descending)
    case 'edge':
      return sortByText(edges, (edge) => String(labelOf(snapshot, edge)), descending)
    case 'name':
      return sortByText(edges, (edge) => displayName(snapshot, end(edge)), descending)
    case 'shallowSize':
      return sortIndexesBy(edges, (edge) => shallowSize[end(edge)]!, descending)
    case 'retainedSize':
      return sortIndexesBy(
        edges,
        (edge) => (graph ? graph.retainedSize : shallowSize)[end(edge)]!,
        descending,
      )
    case 'distance':
      return sortIndexesBy(
        edges,
        (edge) => distanceKey(graph?.distance[end(edge)] ?? NO_DISTANCE, descending),
        descending,
      )
  }
}

function sortByText(edges: Uint32Array, textOf: (edge: number) => string, descending: boolean): void {
  const sign = descending ? -1 : 1
  const texts = Array.from(edges, (edge) => ({ edge, text: textOf(edge) }))
  texts.sort((a, b) => sign * compareTexts(a.text, b.text))
  texts.forEach(({ edge }, i) => {
    edges[i] = edge
  })
}
