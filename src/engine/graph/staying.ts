import { BitSet } from '../base/bit-set.ts'
import { type Graph, NO_DISTANCE, type Retainers } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'
import { Remaining } from './remaining.ts'

/**
 * Whether all that `nodes` lead to, outside them, surely stays without them: each has a witness, a way up to the root, or
 * to a node that nothing leads to, on which the distances fall and none of `nodes` lies. When this says no, there may
 * still be other ways. O(edges of `nodes` + edges into the nodes on the ways).
 *
 * @param nodes all that some nodes dominate, as `inside` too
 */
export function allOutsideStays(
  graph: Graph,
  retainers: Retainers,
  nodes: Uint32Array,
  inside: BitSet,
): boolean {
  const { nodeCount, root, firstEdge, edgeLink } = graph.snapshot
  const whole = new Remaining(graph)
  const staying = new BitSet(nodeCount)
  staying.add(root)
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (inside.has(target) || staying.has(target) || !whole.leads(node, edge)) continue
      if (!climbs(graph, retainers, inside, staying, target)) return false
    }
  }
  return true
}

/** Looks for a way up from a node to one that stays, and notes the nodes on it. */
function climbs(graph: Graph, retainers: Retainers, inside: BitSet, staying: BitSet, node: number): boolean {
  const way: number[] = []
  for (let at = node; at !== -1 && !staying.has(at);) {
    way.push(at)
    const above = nearerRetainer(graph, retainers, inside, at)
    if (above === NONE) return false
    at = above
  }
  for (const at of way) staying.add(at)
  return true
}

const NONE = -2

/** An outside retainer that is nearer; -1 where nothing leads to the node, `NONE` where none will do. */
function nearerRetainer(
  { snapshot, distance }: Graph,
  { first, source }: Retainers,
  inside: BitSet,
  node: number,
): number {
  let found = -1
  for (let i = first[node]!; i < first[node + 1]!; i++) {
    if ((source[i]! & 1) === 0) continue
    const from = source[i]! >>> 1
    const isNearer = distance[from] !== NO_DISTANCE && distance[from]! < distance[node]!
    if (from === snapshot.root || (isNearer && !inside.has(from))) return from
    found = NONE
  }
  return found
}
