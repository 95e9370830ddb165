import type { NodeRow } from './rows.ts'

/**
 * Rows about strings. A string is a node of type string, concatenated string or sliced string with a size above 0: V8
 * writes the text of a number as a string of 0 bytes, and its own read-only strings too. Sizes are shallow, in bytes;
 * lengths are UTF-16 code units, as JavaScript counts.
 */

export type StringColumn = 'id' | 'name' | 'length' | 'copies' | 'shallowSize' | 'retainedSize' | 'distance'

export interface StringRow {
  readonly node: NodeRow
  /** Null where the file does not hold the text: sliced strings of V8. 1,024 for one that V8 cut. */
  readonly length: number | null
  /** Whether V8 cut the text, or a part of it, at 1,024 characters: it may be longer. */
  readonly cut: boolean
  /** How many strings have this text, itself included. */
  readonly copies: number
}

export type DuplicateColumn = 'name' | 'length' | 'copies' | 'each' | 'bytes' | 'wasted' | 'cut'

/** Strings of equal text. */
export interface DuplicateRow {
  /** The number of the text in this session. */
  readonly text: number
  /** At most 1,024 characters of it. */
  readonly value: string
  readonly length: number
  /** Whether V8 cut the text, or a part of it, so that the strings may differ beyond 1,024 characters. */
  readonly cut: boolean
  readonly copies: number
  /** Bytes of the smallest and of the largest copy: a joined string is smaller than a flat one, its parts not counted. */
  readonly smallest: number
  readonly largest: number
  /** Of all copies. */
  readonly bytes: number
  /** What would be saved if only the largest copy were kept: `bytes - largest`. */
  readonly wasted: number
  /** The first copy in the file. */
  readonly example: NodeRow
  /** Selects the copies. */
  readonly query: string
}

/** Objects of one class that refer to some of a set of nodes over edges of one name. */
export interface HolderRow {
  readonly className: string
  /**
   * The name of the edges; `[]` for all elements, `(entry)` for all places of a hash table, `(internal)` for what V8 only
   * numbers.
   */
  readonly edge: string
  readonly edgeType: string
  /** Edges from such objects into the set. */
  readonly references: number
  /** Such objects. */
  readonly holders: number
  /** The first of them in the file. */
  readonly example: NodeRow
}

/** Strings whose length is from `from` up to `to`. */
export interface LengthBin {
  readonly from: number
  /** Null: and more. */
  readonly to: number | null
  readonly count: number
  readonly bytes: number
  /** Selects them. */
  readonly query: string
}

export interface StringTotals {
  readonly count: number
  readonly bytes: number
  /** Different texts among those that are known. */
  readonly distinct: number
  /** Strings whose text the file does not hold; each is left out of `distinct` and of all duplicates. */
  readonly unknown: number
  /** Texts that more than one string has, and the strings that have them. */
  readonly duplicated: number
  readonly copies: number
  /** Sum over these texts, see `DuplicateRow.wasted`. */
  readonly wasted: number
  /** How much of `wasted` is in strings that V8 cut, so that they may differ. */
  readonly wastedInCut: number
}

export interface StringOverview {
  readonly totals: StringTotals
  /** Powers of two, without empty bins at either end. Strings of unknown text are left out. */
  readonly lengths: readonly LengthBin[]
}

/** What a row of duplicates opens to. */
export type DuplicateMember =
  | { readonly kind: 'holder'; readonly holder: HolderRow }
  | { readonly kind: 'copy'; readonly node: NodeRow }
