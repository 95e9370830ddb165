import { type Graph, NO_DISTANCE } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { edgeSource } from './edge-source.ts'

/** Below every distance: an edge from the root ends the chain. */
const AT_ROOT = NO_DISTANCE - 1

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

/** The essential edge from the root or else from the nearest retainer; -1 where none is nearer than the node itself. */
function bestRetainer(graph: Graph, node: number): number {
  const { essential, distance, retainers, snapshot } = graph
  const { root, firstEdge, edgeType } = snapshot
  let best = -1
  let bestDistance = distance[node]!
  let bestRank = 0
  for (let i = retainers.first[node]!; i < retainers.first[node + 1]!; i++) {
    const edge = retainers.edge[i]!
    if (!essential.has(edge)) {
      continue
    }
    const source = edgeSource(firstEdge, edge)
    const from = source === root ? AT_ROOT : distance[source]!
    const rank = rankOf(edgeType[edge]!)
    const nearer = from < bestDistance || (from === bestDistance && best >= 0 && rank < bestRank)
    if (nearer && from !== NO_DISTANCE) {
      best = edge
      bestDistance = from
      bestRank = rank
    }
  }
  return best
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
