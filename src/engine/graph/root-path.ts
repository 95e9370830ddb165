import { type Graph, NO_DISTANCE, type Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import { edgeSource } from './edge-source.ts'
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
 * Of retainers as near the first with a named reference, else the first.
 */
function bestRetainer(graph: Graph, retainers: Retainers, node: number): number {
  const { distance, snapshot } = graph
  const { root } = snapshot
  const fromRoot = hasEssentialFrom(retainers, root, node) ? bestEdge(graph, root, node, () => 0) : -1
  if (fromRoot >= 0) {
    return fromRoot
  }
  const rankOf = (edge: number): number => machineRank(graph, edge)
  const oneStepNearer = distance[node]! - 1
  let best = -1
  let bestDistance = distance[node]!
  for (let i = retainers.first[node]!; i < retainers.first[node + 1]!; i++) {
    const entry = retainers.source[i]!
    const retainer = retainers.node[entry >>> 1]!
    const from = (entry & 1) === 0 ? NO_DISTANCE : distance[retainer]!
    const mayBeBetter = from < bestDistance || (from === bestDistance && best >= 0)
    if (from === NO_DISTANCE || !mayBeBetter) {
      continue
    }
    const edge = bestEdge(graph, retainer, node, rankOf)
    if (from < bestDistance || rankOf(edge) < rankOf(best)) {
      best = edge
      bestDistance = from
    }
    // Hardly anything is nearer than that, and some nodes have a million retainers.
    if (bestDistance === oneStepNearer && rankOf(best) === 0) {
      break
    }
  }
  return best
}

/** Whether an essential edge leads from one node to another. O(log of its retainers + edges between the two). */
function hasEssentialFrom({ first, source, node: nodes }: Retainers, from: number, node: number): boolean {
  let low = first[node]!
  let high = first[node + 1]!
  const end = high
  while (low < high) {
    const middle = (low + high) >>> 1
    if (nodes[source[middle]! >>> 1]! < from) low = middle + 1
    else high = middle
  }
  for (let i = low; i < end && nodes[source[i]! >>> 1] === from; i++) {
    if ((source[i]! & 1) === 1) return true
  }
  return false
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
    for (let i = retainers.first[at]!; i < retainers.first[at + 1]!; i++) {
      const entry = retainers.source[i]!
      const source = retainers.node[entry >>> 1]!
      if ((entry & 1) === 0 || onward.has(source)) {
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

function unroll(graph: Graph, onward: ReadonlyMap<number, number>): number[] {
  const path: number[] = []
  for (let at = graph.snapshot.root, next = onward.get(at)!; next >= 0; at = next, next = onward.get(at)!) {
    path.push(bestEdge(graph, at, next, () => 0))
  }
  return path
}
