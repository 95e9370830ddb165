import { NO_NODE } from '../../model/digest.ts'
import type { Confidence, EvidenceGrowth } from '../../model/finding-rows.ts'
import { size, words } from '../../model/words.ts'
import type { WholeHeap } from '../heap.ts'
import { sumOver } from '../retained-of-set.ts'
import type { Draft } from './rule.ts'

/** From this part of what there is now on, more than before is growth and no chance. */
const LEAST_GROWTH = 0.05

/** What of the evidence is new since the base; null where the heap stands alone. O(evidence). */
export function growthOf(
  { comparison, ready }: WholeHeap,
  { nodes, object, retained }: Draft,
): EvidenceGrowth | null {
  if (comparison?.role !== 'target') return null
  const { counterpart, other } = comparison
  const { count, bytes } = sumOver(
    ready.graph,
    nodes.filter((node) => counterpart[node] === NO_NODE),
  )
  const twin = counterpart[object]!
  const hangsFromIt = retained === ready.graph.retainedSize[object]
  const net = hangsFromIt && twin !== NO_NODE ? retained - other.retainedSize[twin]! : null
  return { count, shallowSize: bytes, retained: net }
}

/**
 * What one capture leaves open, a second one may decide: where a thing that is only possibly a leak has grown, it likely is
 * one. What came in the place of as much that went is no growth.
 */
export function raised(
  { confidence, fault, nodes, retained }: Draft,
  growth: EvidenceGrowth | null,
): Confidence {
  if (confidence.level !== 'possible' || fault !== 'leak' || growth === null) return confidence
  const { count, retained: net } = growth
  if (net !== null && net < LEAST_GROWTH * retained)
    return { level: 'possible', reason: words`it has not grown since the earlier capture` }
  if (count < LEAST_GROWTH * nodes.length) return confidence
  return {
    level: 'likely',
    reason:
      net === null
        ? words`${count} of its ${nodes.length} objects are new since the earlier capture`
        : words`${count} of its ${nodes.length} objects are new since the earlier capture, and it has grown by ${size(net)}`,
  }
}
