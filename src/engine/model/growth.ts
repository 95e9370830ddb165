/** What came and went beneath every object of the target, by node index, in bytes. */
export interface Growth {
  /**
   * By how much what a node dominates, itself included, grew since the base. New objects count with their bytes, those in
   * both heaps with what their shallow size changed by, deleted ones with their nearest dominator in the base that is in
   * both. The root's is the change of the heap.
   */
  readonly growth: Float64Array
  /** The bytes of the new objects among them. */
  readonly added: Float64Array
}

/** A part of `Growth`, summed. */
export interface Change {
  readonly growth: number
  readonly added: number
}

/** What changed in one cell of the dominator tree. `whole` is what `own`, `rest` and the cells right below have together. */
export interface CellGrowth {
  readonly whole: Change
  /** Of its own objects, and of those that they owned and that are deleted. */
  readonly own: Change
  /** Of all right below that is no cell: what is gathered, and what retains nothing any more. */
  readonly rest: Change
}
