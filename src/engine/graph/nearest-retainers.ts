import type { Task } from '../base/task.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { inSlices } from './in-slices.ts'
import type { Remaining } from './remaining.ts'

/** Stands where a node has no edge to go up by. */
export const NO_EDGE = 0xffff_ffff

/** How to go up from each node; columns by node. */
export interface WaysUp {
  /** The edge that leads there; `NO_EDGE` where there is none. */
  readonly edge: Uint32Array
  /** The node that this edge starts at. */
  readonly source: Uint32Array
}

/**
 * The edge by which `pathToRoot` goes up from each node, `NO_EDGE` where it has to search: from the root, else from the
 * nearest retainer that is nearer than the node, named references before the machine's own, else the first in the file.
 * One pass over all edges: O(nodes + edges), 12 bytes a node.
 */
export async function nearestRetainers(remaining: Remaining, task: Task): Promise<WaysUp> {
  const { nodeCount } = remaining.graph.snapshot
  const ways = noWays(nodeCount)
  const rank = ranksToBeat(remaining.graph.distance)
  takeRootEdges(remaining, ways, rank)
  await inSlices(task, nodeCount, (from, to) => takeEdges(remaining, ways, rank, from, to))
  return ways
}

function noWays(nodeCount: number): WaysUp {
  return { edge: new Uint32Array(nodeCount).fill(NO_EDGE), source: new Uint32Array(nodeCount) }
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
function takeRootEdges(remaining: Remaining, { edge: best, source }: WaysUp, rank: Uint32Array): void {
  const { root, firstEdge, edgeLink } = remaining.graph.snapshot
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (best[target] !== NO_EDGE || !remaining.leads(root, edge)) continue
    best[target] = edge
    source[target] = root
    rank[target] = 0
  }
}

function takeEdges(
  remaining: Remaining,
  { edge: best, source }: WaysUp,
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
      source[target] = node
    }
  }
}

/**
 * The edge by which a shortest chain of essential edges comes to each node from the root; `NO_EDGE` where there is none.
 * Breadth first: O(nodes + edges), 12 bytes a node.
 */
export async function shortestChains(remaining: Remaining, task: Task): Promise<WaysUp> {
  const { firstEdge, edgeLink, nodeCount, root } = remaining.graph.snapshot
  const ways = noWays(nodeCount)
  const { edge: best, source } = ways
  if (remaining.gone.has(root)) return ways
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
        source[target] = node
        queue[tail++] = target
      }
    }
  }
  await inSlices(task, nodeCount, visit)
  return ways
}
