import { pathToRoot } from '../graph/root-path.ts'
import type { Graph } from '../model/graph.ts'
import type { ObjectDetail } from '../model/rows.ts'
import type { Heap, ReadyHeap } from './heap.ts'
import { nodeRow } from './node-row.ts'
import { pythonDetail } from './python-detail.ts'
import { pathSteps } from './path-steps.ts'
import { sourceOf } from './sources.ts'

/** Everything the page shows of one object beside its lists. O(length of its path + edges into that path). */
export function objectDetail(heap: Heap, node: number): ObjectDetail {
  const { snapshot, ready } = heap
  const row = nodeRow(heap, node)
  const rest = ready
    ? readyDetail(heap, ready, node)
    : { dominator: null, path: null, retainers: null, dominated: null }
  const python = pythonDetail(snapshot, ready?.retainers ?? null, node)
  return { node: row, references: row.references, source: sourceOf(snapshot, node), python, ...rest }
}

function readyDetail(heap: Heap, { graph, retainers }: ReadyHeap, node: number) {
  const { dominated, dominator } = graph
  return {
    dominator: node === heap.snapshot.root ? null : nodeRow(heap, dominator[node]!),
    path: retainers && pathSteps(heap, pathToRoot(graph, retainers, node), dominatorsOf(graph, node)),
    retainers: retainers && retainers.first[node + 1]! - retainers.first[node]!,
    dominated: dominated.first[node + 1]! - dominated.first[node]!,
  }
}

/** Of one node, the root and itself left out. O(depth). */
export function dominatorsOf({ snapshot, dominator }: Graph, node: number): Set<number> {
  const chain = new Set<number>()
  for (let at = dominator[node]!; at !== snapshot.root; at = dominator[at]!) chain.add(at)
  return chain
}
