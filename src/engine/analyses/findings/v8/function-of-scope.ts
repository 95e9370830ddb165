import { NO_DISTANCE } from '../../../model/graph.ts'
import { NodeType } from '../../../model/kinds.ts'
import type { WholeHeap } from '../../heap.ts'

export const NO_FUNCTION = -1

/**
 * The function through which a scope is held: of those that run in it the nearest to the root, or else one that runs in the
 * nearest scope inside it. O(retainers on the way).
 */
export function functionOfScope({ snapshot, ready }: WholeHeap, scope: number): number {
  const { first, source } = ready.retainers
  const { distance } = ready.graph
  const met = new Set<number>()
  let at = scope
  while (!met.has(at)) {
    met.add(at)
    let nearest = NO_FUNCTION
    for (let i = first[at]!; i < first[at + 1]!; i++) {
      const from = source[i]! >>> 1
      if ((source[i]! & 1) === 0 || distance[from] === NO_DISTANCE) continue
      if (nearest === NO_FUNCTION || distance[from]! < distance[nearest]!) nearest = from
    }
    if (nearest === NO_FUNCTION || snapshot.nodeType[nearest] === NodeType.closure) return nearest
    at = nearest
  }
  return NO_FUNCTION
}
