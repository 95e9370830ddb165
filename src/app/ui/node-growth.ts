import type { NodeRow } from '#engine/model/rows.ts'

/** By how much more an object of the target retains than in the base; all of it where the base does not have it. */
export function growthOf({ retainedSize, change }: NodeRow): number {
  return (retainedSize ?? 0) - (change?.other?.retainedSize ?? 0)
}
