import { BitSet } from '../base/bit-set.ts'
import type { Graph } from '../model/graph.ts'

const FIRST_ROOM = 1 << 5

/**
 * The nearest node that dominates all of `nodes`, or is one of them and dominates the rest; -1 where there are none.
 * Each node is passed once: O(nodes on the ways up to it).
 */
export function commonDominator({ snapshot, dominator }: Graph, nodes: Iterable<number>): number {
  const { root, nodeCount } = snapshot
  /** Nodes passed that the one found so far dominates, itself included. */
  const below = new BitSet(nodeCount)
  /** Those above it. */
  const above = new BitSet(nodeCount)
  let top = -1
  for (const node of nodes) {
    if (top === -1) {
      top = node
      below.add(top)
      for (let at = top; at !== root; at = dominator[at]!) above.add(dominator[at]!)
    }
    let at = node
    for (; !below.has(at) && !above.has(at); at = dominator[at]!) below.add(at)
    if (!above.has(at)) continue
    while (top !== at) {
      top = dominator[top]!
      above.delete(top)
      below.add(top)
    }
    if (top === root) break
  }
  return top
}

/**
 * The nodes that `tops` dominate, these first, each after its dominator; null where they are more than `most`. No top
 * dominates another. O(their number).
 */
export function dominatedBy(
  { dominated }: Graph,
  tops: ArrayLike<number>,
  most = Infinity,
): Uint32Array | null {
  const { first, node } = dominated
  let found = new Uint32Array(Math.max(FIRST_ROOM, tops.length))
  found.set(tops)
  let count = tops.length
  for (let i = 0; i < count; i++) {
    const at = found[i]!
    const begin = first[at]!
    const end = first[at + 1]!
    if (count + end - begin > most) return null
    if (count + end - begin > found.length) {
      const wider = new Uint32Array(Math.max(2 * found.length, count + end - begin))
      wider.set(found)
      found = wider
    }
    for (let child = begin; child < end; child++) found[count++] = node[child]!
  }
  return count > most ? null : found.subarray(0, count)
}
