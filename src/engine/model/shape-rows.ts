import type { NodeRow } from './rows.ts'

/**
 * Rows about shapes: the ordered lists of properties that plain objects have, `__proto__` left out. A property whose
 * value is a small number, true, false, null or undefined has no edge in V8's captures and is not in the list.
 */

export type ShapeColumn =
  | 'name'
  | 'properties'
  | 'count'
  | 'shallowSize'
  | 'retainedSize'
  | 'shallowEach'
  | 'retainedEach'

/** All plain objects with one list of properties. */
export interface ShapeRow {
  /** Its number in this session. */
  readonly shape: number
  /** `{a, b}`; of very long lists the beginning. */
  readonly name: string
  /** How many properties the list has. */
  readonly properties: number
  /** Objects, those of size 0 left out. */
  readonly count: number
  readonly shallowSize: number
  /** Bytes freed if all of them went away, as far as single dominators tell: nothing is counted twice. */
  readonly retainedSize: number
  /** The first of them in the file. */
  readonly example: NodeRow
  /** Selects them. */
  readonly query: string
}

export type ClassShapesColumn = 'name' | 'count' | 'shapes' | 'commonest'

/** The objects of one class by how many different lists of properties they have. */
export interface ClassShapesRow {
  readonly className: string
  readonly classKey: string
  readonly count: number
  /** Different lists. */
  readonly shapes: number
  /** How many objects have the list that most have. */
  readonly commonest: number
  readonly query: string
}

export interface ShapeTotals {
  /** Plain objects, those of size 0 left out. */
  readonly objects: number
  readonly shapes: number
  /** Shapes that only one object has. */
  readonly single: number
  readonly shallowSize: number
}
