import { linkTarget, linkType } from '../model/links.ts'
import { edgeSource } from '../model/edge-source.ts'
import { pathToRoot } from '../graph/root-path.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import type { ObjectDetail, PathStep } from '../model/rows.ts'
import type { Heap, ReadyHeap } from './heap.ts'
import { edgeLabel } from './names.ts'
import { nodeRow } from './node-row.ts'
import { sourceOf } from './sources.ts'

/** Everything the page shows of one object beside its lists. O(length of its path + edges into that path). */
export function objectDetail(heap: Heap, node: number): ObjectDetail {
  const { snapshot, ready } = heap
  const row = nodeRow(heap, node)
  const rest = ready
    ? readyDetail(heap, ready, node)
    : { dominator: null, path: null, retainers: null, dominated: null }
  return { node: row, references: row.references, source: sourceOf(snapshot, node), ...rest }
}

function readyDetail(heap: Heap, { graph, retainers }: ReadyHeap, node: number) {
  const { dominated, dominator } = graph
  return {
    dominator: node === heap.snapshot.root ? null : nodeRow(heap, dominator[node]!),
    path: retainers && pathSteps(heap, graph, retainers, node),
    retainers: retainers && retainers.first[node + 1]! - retainers.first[node]!,
    dominated: dominated.first[node + 1]! - dominated.first[node]!,
  }
}

function pathSteps(heap: Heap, graph: Graph, retainers: Retainers, node: number): PathStep[] {
  const { snapshot } = heap
  const dominators = dominatorsOf(graph, node)
  return pathToRoot(graph, retainers, node).map((edge) => {
    const link = snapshot.edgeLink[edge]!
    const target = linkTarget(link)
    const source = edgeSource(snapshot.firstEdge, edge)
    return {
      node: nodeRow(heap, target),
      edge:
        source === snapshot.root
          ? null
          : { type: snapshot.edgeTypeNames[linkType(link)]!, name: edgeLabel(snapshot, source, edge) },
      dominator: dominators.has(target),
    }
  })
}

function dominatorsOf({ snapshot, dominator }: Graph, node: number): Set<number> {
  const chain = new Set<number>()
  for (let at = dominator[node]!; at !== snapshot.root; at = dominator[at]!) chain.add(at)
  return chain
}
