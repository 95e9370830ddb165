/** What keeps sets of objects alive, as rows. Sizes are adjusted bytes, objects those with a size above 0. */

/** Objects and their bytes. */
export interface Sum {
  readonly count: number
  readonly bytes: number
}

/** What goes with a set of objects. */
export interface RetainedOfSet {
  /** All that would be freed, the members included. */
  readonly retained: Sum
  /** The members themselves. */
  readonly own: Sum
  /** How many members no other member dominates. */
  readonly tops: number
  /** Bytes that only several members together free: beyond the sum of the retained sizes of the tops. */
  readonly together: number
}
