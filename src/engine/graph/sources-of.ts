import { BitSet } from '../base/bit-set.ts'
import type { Retainers } from '../model/graph.ts'

/**
 * The nodes that refer to any of `nodes`, by whatever edge: whose edges alone have to be looked at to learn of them.
 * O(edges into them).
 */
export function sourcesOf({ first, source }: Retainers, nodes: Uint32Array): BitSet {
  const found = new BitSet(first.length - 1)
  for (let i = 0; i < nodes.length; i++) {
    for (let at = first[nodes[i]!]!, end = first[nodes[i]! + 1]!; at < end; at++) found.add(source[at]! >>> 1)
  }
  return found
}
