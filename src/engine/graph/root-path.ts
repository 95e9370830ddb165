import { type Graph, NO_DISTANCE } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { edgeSource } from './edge-source.ts'

/**
 * A chain of essential edges from the root to the node, as short as the distances allow: up from the node it takes the
 * root where that is a retainer, else the retainer with the smallest distance, named references before the machine's
 * own. Where no retainer is nearer, the shortest chain of all is searched from the node backward.
 *
 * Every dominator of the node lies on it, as on all such chains.
 *
 * @returns edge indexes from the root down; empty for the root and for what only weak references lead to. It looks at
 * the retainers of the nodes on the chain, or of all it comes across in the search.
 */
export function pathToRoot(graph: Graph, node: number): number[] {
  return climb(graph, node) ?? searchBack(graph, node)
}

/** Goes from retainer to nearer retainer. Null where that does not end at the root. */
function climb(graph: Graph, node: number): number[] | null {
  const { root, firstEdge } = graph.snapshot
  const path: number[] = []
  let at = node
  while (at !== root) {
    const edge = bestRetainer(graph, at)
    if (edge < 0) {
      return null
    }
    path.push(edge)
    at = edgeSource(firstEdge, edge)
  }
  return path.toReversed()
}

/**
 * The essential edge from the root or else from the nearest retainer; -1 where none is nearer than the node itself.
 * Of retainers as near the first with a named reference, else the first.
 */
function bestRetainer(graph: Graph, node: number): number {
  const { essential, distance, retainers, snapshot } = graph
  const { firstEdge, edgeType } = snapshot
  let best = edgeFromRoot(graph, node)
  if (best >= 0) {
    return best
  }
  const oneStepNearer = distance[node]! - 1
  let bestDistance = distance[node]!
  let bestRank = 0
  for (let i = retainers.first[node]!; i < retainers.first[node + 1]!; i++) {
    const edge = retainers.edge[i]!
    if (!essential.has(edge)) {
      continue
    }
    const from = distance[edgeSource(firstEdge, edge)]!
    const rank = rankOf(edgeType[edge]!)
    const nearer = from < bestDistance || (from === bestDistance && best >= 0 && rank < bestRank)
    if (nearer && from !== NO_DISTANCE) {
      best = edge
      bestDistance = from
      bestRank = rank
      // Hardly anything is nearer than that, and some nodes have a million retainers.
      if (from === oneStepNearer && rank === 0) {
        break
      }
    }
  }
  return best
}

/** The first essential edge from the root to the node, or -1. */
function edgeFromRoot({ essential, retainers, snapshot }: Graph, node: number): number {
  const { root, firstEdge } = snapshot
  const first = firstEdge[root]!
  const end = firstEdge[root + 1]!
  let low = retainers.first[node]!
  let high = retainers.first[node + 1]!
  const last = high
  while (low < high) {
    const middle = (low + high) >>> 1
    if (retainers.edge[middle]! < first) {
      low = middle + 1
    } else {
      high = middle
    }
  }
  for (let i = low; i < last && retainers.edge[i]! < end; i++) {
    if (essential.has(retainers.edge[i]!)) {
      return retainers.edge[i]!
    }
  }
  return -1
}

/** References that a program names come before those only the machine knows. */
function rankOf(edgeType: number): number {
  const machine = edgeType === EdgeType.internal || edgeType === EdgeType.hidden
  return machine ? 1 : 0
}

/** Breadth first over essential edges backward; the first chain that ends at the root is a shortest one. */
function searchBack(graph: Graph, node: number): number[] {
  const { essential, retainers, snapshot } = graph
  const { root, firstEdge, edgeTarget } = snapshot
  /** Of each node met: the edge that leads from it toward `node`. */
  const onward = new Map<number, number>([[node, -1]])
  const queue = [node]
  for (const at of queue) {
    for (let i = retainers.first[at]!; i < retainers.first[at + 1]!; i++) {
      const edge = retainers.edge[i]!
      const source = essential.has(edge) ? edgeSource(firstEdge, edge) : at
      if (onward.has(source)) {
        continue
      }
      onward.set(source, edge)
      if (source === root) {
        return unroll(onward, edgeTarget, root)
      }
      queue.push(source)
    }
  }
  return []
}

function unroll(onward: ReadonlyMap<number, number>, edgeTarget: Uint32Array, root: number): number[] {
  const path: number[] = []
  for (let edge = onward.get(root)!; edge >= 0; edge = onward.get(edgeTarget[edge]!)!) {
    path.push(edge)
  }
  return path
}
