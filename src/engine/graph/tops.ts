import { BitSet } from '../base/bit-set.ts'
import type { Graph } from '../model/graph.ts'

/** Those of `nodes` that no other of them dominates, in their order. O(nodes on the ways up to the root). */
export function topsOf({ snapshot, dominator }: Graph, nodes: Uint32Array): Uint32Array {
  const { root, nodeCount } = snapshot
  const members = new BitSet(nodeCount)
  for (let i = 0; i < nodes.length; i++) members.add(nodes[i]!)
  /** Nodes that, or above which, is a member; and nodes of which neither is so. */
  const covered = new BitSet(nodeCount, members.bytes.slice())
  const free = new BitSet(nodeCount)
  if (!members.has(root)) free.add(root)
  return nodes.filter((node) => {
    if (node === root) return true
    const first = dominator[node]!
    let end = first
    while (!covered.has(end) && !free.has(end)) end = dominator[end]!
    const known = covered.has(end) ? covered : free
    for (let at = first; at !== end; at = dominator[at]!) known.add(at)
    return known === free
  })
}
