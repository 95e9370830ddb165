import { numberHash } from '../base/mix.ts'
import type { IdSample } from '../model/digest.ts'

/** Two heaps of one process share at least this part of the smaller one's ids. */
const LEAST_SHARED = 0.1
/** Of the shared ones, at least this part stands for the same thing in both. */
const LEAST_ALIKE = 0.97

/**
 * Whether two heaps come from one process: they share ids in great number, and what shares an id is of one type and name.
 * Two runs of a program share ids too, since both count from 1, but not what these stand for.
 * O(sample).
 */
export function sameProcess(base: IdSample, target: IdSample): boolean {
  const { shared, alike, drawn } = compareSamples(base, target)
  return shared > 0 && shared >= LEAST_SHARED * drawn && alike >= LEAST_ALIKE * shared
}

export interface SampleFindings {
  /** Ids that both have drawn. */
  readonly shared: number
  /** How many of them stand for things of one type and name. */
  readonly alike: number
  /** How many the one with fewer has drawn where both have drawn all there are. */
  readonly drawn: number
}

/**
 * How much two samples have in common. Of a large heap only ids with smaller hashes were drawn than of a small one, so that
 * no more can be compared than what lies below the largest hash of each.
 */
export function compareSamples(base: IdSample, target: IdSample): SampleFindings {
  const identities = new Map<number, number>()
  for (const [place, id] of base.id.entries()) identities.set(id, base.identity[place]!)
  let shared = 0
  let alike = 0
  for (const [place, id] of target.id.entries()) {
    const identity = identities.get(id)
    if (identity === undefined) continue
    shared++
    if (identity === target.identity[place]) alike++
  }
  const end = Math.min(largestHash(base), largestHash(target))
  const drawnOf = ({ id }: IdSample): number => id.filter((one) => numberHash(one) <= end).length
  return { shared, alike, drawn: Math.min(drawnOf(base), drawnOf(target)) }
}

/** Samples are ordered by hash. */
function largestHash({ id }: IdSample): number {
  return id.length === 0 ? -1 : numberHash(id.at(-1)!)
}
