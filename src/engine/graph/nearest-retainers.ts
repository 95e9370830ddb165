import type { Task } from '../base/task.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { inSlices } from './in-slices.ts'
import type { Remaining } from './remaining.ts'

/** Stands where a node has no edge to go up by. */
export const NO_EDGE = 0xffff_ffff

/**
 * The edge by which `pathToRoot` goes up from each node, `NO_EDGE` where it has to search: from the root, else from the
 * nearest retainer that is nearer than the node, named references before the machine's own, else the first in the file.
 * By node. One pass over all edges: O(nodes + edges), 8 bytes a node.
 */
export async function nearestRetainers(remaining: Remaining, task: Task): Promise<Uint32Array> {
  const { nodeCount } = remaining.graph.snapshot
  const best = new Uint32Array(nodeCount).fill(NO_EDGE)
  const rank = ranksToBeat(remaining.graph.distance)
  takeRootEdges(remaining, best, rank)
  await inSlices(task, nodeCount, (from, to) => takeEdges(remaining, best, rank, from, to))
  return best
}

/**
 * By node: what the rank of a retainer must be below, twice its distance, plus one where the reference is the machine's.
 * Nothing is nearer than a node without a distance.
 */
function ranksToBeat(distance: Int32Array): Uint32Array {
  const rank = new Uint32Array(distance.length)
  for (let node = 0; node < distance.length; node++) rank[node] = Math.max(0, 2 * distance[node]!)
  return rank
}

/** The first edge from the root is better than any other. */
function takeRootEdges(remaining: Remaining, best: Uint32Array, rank: Uint32Array): void {
  const { root, firstEdge, edgeLink } = remaining.graph.snapshot
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (best[target] !== NO_EDGE || !remaining.leads(root, edge)) continue
    best[target] = edge
    rank[target] = 0
  }
}

function takeEdges(
  remaining: Remaining,
  best: Uint32Array,
  rank: Uint32Array,
  from: number,
  to: number,
): void {
  const { graph, judged, gone } = remaining
  const { firstEdge, edgeLink, root } = graph.snapshot
  const { distance } = graph
  for (let node = from; node < to; node++) {
    const steps = distance[node]!
    if (steps === NO_DISTANCE || node === root || gone.has(node)) continue
    const special = judged.has(node)
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      const type = linkType(link)
      const mine = 2 * steps + (type === EdgeType.internal || type === EdgeType.hidden ? 1 : 0)
      if (mine >= rank[target]! || type === EdgeType.weak || type === EdgeType.shortcut) continue
      if (special && !remaining.keeps(node, edge)) continue
      rank[target] = mine
      best[target] = edge
    }
  }
}

/**
 * The edge by which a shortest chain of essential edges comes to each node from the root; `NO_EDGE` where there is none.
 * Breadth first: O(nodes + edges), 8 bytes a node.
 */
export async function shortestChains(remaining: Remaining, task: Task): Promise<Uint32Array> {
  const { firstEdge, edgeLink, nodeCount, root } = remaining.graph.snapshot
  const best = new Uint32Array(nodeCount).fill(NO_EDGE)
  if (remaining.gone.has(root)) return best
  const queue = new Uint32Array(nodeCount)
  let tail = 1
  queue[0] = root
  const visit = (from: number, to: number): void => {
    for (let i = from; i < to && i < tail; i++) {
      const node = queue[i]!
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (best[target] !== NO_EDGE || target === root || !remaining.leads(node, edge)) continue
        best[target] = edge
        queue[tail++] = target
      }
    }
  }
  await inSlices(task, nodeCount, visit)
  return best
}
