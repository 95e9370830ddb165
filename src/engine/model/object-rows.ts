import type { NodeRow, Page } from './rows.ts'

/** A stretch of the objects that a filter finds. */
export interface ObjectsPage extends Page<NodeRow> {
  /** Sum of the shallow sizes of all that were found, in bytes. */
  readonly shallowSize: number
}
