import type { Retainers } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** The edges into a node, ascending. O(edges out of the nodes they start at). */
export function edgesInto(snapshot: Snapshot, { first, source }: Retainers, node: number): Uint32Array {
  const { firstEdge, edgeLink } = snapshot
  const begin = first[node]!
  const end = first[node + 1]!
  const edges = new Uint32Array(end - begin)
  let count = 0
  for (let i = begin; i < end; i = begin + count) {
    const from = source[i]! >>> 1
    // Several entries in a row stand for as many edges from one node.
    for (let edge = firstEdge[from]!; begin + count < end && source[begin + count]! >>> 1 === from; edge++) {
      if (linkTarget(edgeLink[edge]!) === node) edges[count++] = edge
    }
  }
  return edges.sort()
}

/**
 * The first of the edges from one node to another that has the least rank among those that `keeps` lets pass; -1 where
 * there is none.
 */
export function bestEdge(
  { firstEdge, edgeLink }: Snapshot,
  from: number,
  to: number,
  keeps: (edge: number) => boolean,
  rankOf: (edge: number) => number,
): number {
  let best = -1
  for (let edge = firstEdge[from]!; edge < firstEdge[from + 1]!; edge++) {
    const better =
      linkTarget(edgeLink[edge]!) === to && keeps(edge) && (best === -1 || rankOf(edge) < rankOf(best))
    if (better) best = edge
    if (best !== -1 && rankOf(best) === 0) break
  }
  return best
}
