/** One step in the making of a selection: the objects that a filter finds are added to it, or taken away. */
export interface Term {
  readonly op: '+' | '-'
  /** In the filter language. */
  readonly query: string
}

/** A selection in figures. Sizes are bytes. */
export interface SelectionRow {
  readonly count: number
  /** Sum of the shallow sizes. */
  readonly shallowSize: number
  /** What would be freed if all of them went away together: theirs, and what only they keep alive. */
  readonly retainedSize: number
  /** How many objects that would be. */
  readonly freed: number
}
