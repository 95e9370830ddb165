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
  /** How many the smaller sample has. */
  readonly drawn: number
}

/** How much two samples have in common. */
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
  return { shared, alike, drawn: Math.min(base.id.length, target.id.length) }
}
