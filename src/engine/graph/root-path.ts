import { type Graph, NO_DISTANCE, type Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import { edgeSource } from '../model/edge-source.ts'
import { bestEdge } from './edges-into.ts'

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
export function pathToRoot(graph: Graph, retainers: Retainers, node: number): number[] {
  return climb(graph, retainers, node) ?? searchBack(graph, retainers, node)
}

/** Goes from retainer to nearer retainer. Null where that does not end at the root. */
function climb(graph: Graph, retainers: Retainers, node: number): number[] | null {
  const { root, firstEdge } = graph.snapshot
  const path: number[] = []
  let at = node
  while (at !== root) {
    const edge = bestRetainer(graph, retainers, at)
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
 * Of retainers as near the first in the file with a named reference, else the first.
 */
function bestRetainer(graph: Graph, { first, source }: Retainers, node: number): number {
  const { distance, snapshot } = graph
  const rankOf = (edge: number): number => machineRank(graph, edge)
  let best = -1
  let bestDistance = distance[node]!
  let bestRank = 0
  for (let i = first[node]!; i < first[node + 1]!; i++) {
    const retainer = source[i]! >>> 1
    if ((source[i]! & 1) === 0 || distance[retainer] === NO_DISTANCE) continue
    if (retainer === snapshot.root) return bestEdge(graph, retainer, node, () => 0)
    const from = distance[retainer]!
    // Some nodes have a million retainers: the edges of few of them need a look.
    const asNear =
      from === bestDistance && best >= 0 && (bestRank > 0 || snapshot.firstEdge[retainer]! < best)
    if (from > bestDistance || (from === bestDistance && !asNear)) continue
    const edge = bestEdge(graph, retainer, node, rankOf)
    const rank = rankOf(edge)
    if (from < bestDistance || rank < bestRank || (rank === bestRank && edge < best)) {
      best = edge
      bestDistance = from
      bestRank = rank
    }
  }
  return best
}

/** References that a program names come before those only the machine knows. */
function machineRank({ snapshot }: Graph, edge: number): number {
  const type = linkType(snapshot.edgeLink[edge]!)
  return type === EdgeType.internal || type === EdgeType.hidden ? 1 : 0
}

/** Breadth first over essential edges backward; the first chain that ends at the root is a shortest one. */
function searchBack(graph: Graph, retainers: Retainers, node: number): number[] {
  const { root } = graph.snapshot
  /** Of each node met: the next one on the way to `node`. */
  const onward = new Map<number, number>([[node, -1]])
  const queue = [node]
  for (const at of queue) {
    for (const source of essentialSources(retainers, at)) {
      if (onward.has(source)) {
        continue
      }
      onward.set(source, at)
      if (source === root) {
        return unroll(graph, onward)
      }
      queue.push(source)
    }
  }
  return []
}

/** The nodes that keep a node alive, in file order. */
function essentialSources({ first, source }: Retainers, node: number): Uint32Array {
  const entries = source.subarray(first[node], first[node + 1]).filter((entry) => (entry & 1) === 1)
  return entries.map((entry) => entry >>> 1)
}

function unroll(graph: Graph, onward: ReadonlyMap<number, number>): number[] {
  const path: number[] = []
  for (let at = graph.snapshot.root, next = onward.get(at)!; next >= 0; at = next, next = onward.get(at)!) {
    path.push(bestEdge(graph, at, next, () => 0))
  }
  return path
}
