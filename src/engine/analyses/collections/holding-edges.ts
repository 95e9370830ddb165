import type { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { linkTarget } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'

export const NO_EDGE = 0xffff_ffff
export const NO_HOLDER = 0xffff_ffff
/** The edges of a node with more are not gone through for each of its objects. */
const MANY_EDGES = 64

/** The references by which each of some objects is named, columns by place. */
export interface Holding {
  /** Ascending. */
  readonly nodes: Uint32Array
  readonly places: Places
  /** Where the reference starts; `NO_HOLDER` where there is none. */
  readonly source: Uint32Array
  /** The edge; `NO_EDGE` where it is not known. */
  readonly edge: Uint32Array
}

/**
 * Finds the first edge that keeps its target alive from each source to its object, where it is not known. Edges of nodes
 * with many are looked at once. O(objects + edges of such nodes).
 */
export async function findHoldingEdges(heap: CompleteHeap, holding: Holding, task: Task): Promise<void> {
  const { firstEdge } = heap.snapshot
  const { nodes, source, edge } = holding
  const hubs = new Set<number>()
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const holder = source[place]!
      if (holder === NO_HOLDER || edge[place] !== NO_EDGE) continue
      if (firstEdge[holder + 1]! - firstEdge[holder]! > MANY_EDGES) hubs.add(holder)
      else edge[place] = edgeTo(heap, nodes[place]!, holder)
    }
  })
  for (const hub of hubs) {
    const first = firstEdge[hub]!
    const count = firstEdge[hub + 1]! - first
    await inSlices(task, count, (from, to) => findEdgesOf(heap, holding, hub, first + from, first + to))
  }
}

function edgeTo({ snapshot, ready }: CompleteHeap, node: number, source: number): number {
  const { firstEdge, edgeLink } = snapshot
  for (let edge = firstEdge[source]!, end = firstEdge[source + 1]!; edge < end; edge++) {
    if (linkTarget(edgeLink[edge]!) !== node) continue
    if (keepsAlive(snapshot, ready.graph.essential, source, edge)) return edge
  }
  return NO_EDGE
}

/** Among the edges `from` to `to` of a node with many. */
function findEdgesOf(
  { snapshot, ready }: CompleteHeap,
  { places, source, edge }: Holding,
  hub: number,
  from: number,
  to: number,
): void {
  for (let at = from; at < to; at++) {
    const place = places.of(linkTarget(snapshot.edgeLink[at]!))
    if (place === -1 || source[place] !== hub || edge[place] !== NO_EDGE) continue
    if (keepsAlive(snapshot, ready.graph.essential, hub, at)) edge[place] = at
  }
}
