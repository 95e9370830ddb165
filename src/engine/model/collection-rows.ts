import type { NodeRow } from './rows.ts'

/**
 * Rows about collections. A V8 capture says what a collection refers to, not how many entries it has: entries whose key
 * and value are small numbers, true, false, null or undefined leave no trace. What is counted here are the entries that
 * were seen, and null where there must be others, or may be nothing but others.
 */

/**
 * `Object` is any other object that keeps properties in a hash table, or has indexed ones, but prototypes and global
 * objects.
 */
export type CollectionKind =
  | 'Map'
  | 'Set'
  | 'WeakMap'
  | 'WeakSet'
  | 'Array'
  | 'typed array'
  | 'Object'
  | PythonCollectionKind

export type PythonCollectionKind =
  | 'list'
  | 'dict'
  | 'set'
  | 'frozenset'
  | 'tuple'
  | 'deque'
  | 'OrderedDict'
  | 'defaultdict'
  | 'bytearray'
  | 'array'
  | 'ndarray'
  | 'lru_cache'
  | 'unbounded lru_cache'
  | 'WeakValueDictionary'
  | 'WeakKeyDictionary'

export type CollectionColumn =
  | 'id'
  | 'name'
  | 'collection'
  | 'entries'
  | 'capacity'
  | 'fill'
  | 'unused'
  | 'gaps'
  | 'owner'
  | 'shallowSize'
  | 'retainedSize'
  | 'distance'

export interface CollectionRow {
  readonly node: NodeRow
  readonly collection: CollectionKind
  /**
   * Entries that were seen: of a Map or Set those with an object or text as key or value, of an array or object its
   * elements and the keys in its table. Null where there must be or may be others only.
   */
  readonly entries: number | null
  /**
   * Entries that fit into the backing store as it is; of a typed array elements that fit into its buffer, if no other
   * view shares it. Null where the file does not tell.
   */
  readonly capacity: number | null
  /** `entries / capacity`; null where one is not known, or there is no room at all. */
  readonly fill: number | null
  /** Bytes of the room for entries that were not seen: an upper bound of what is unused. */
  readonly unused: number | null
  /** Of an array: indexes below the last one seen at which nothing was seen. Null for others. */
  readonly gaps: number | null
  /** Whether an array keeps its elements in a hash table, as V8 does where most indexes are unused. */
  readonly sparse: boolean
  /** What holds it: `Class.field`, `Class[]` for elements, `Class[key]` in an object with many keys, `Map.(entry)`. */
  readonly owner: string
}

export type OwnerColumn =
  | 'name'
  | 'count'
  | 'empty'
  | 'entries'
  | 'capacity'
  | 'unused'
  | 'shallowSize'
  | 'retainedSize'

/** The collections that are held alike. */
export interface OwnerRow {
  /** Its number in this session. */
  readonly index: number
  readonly owner: string
  /** What kinds they are of, the commonest first. */
  readonly kinds: readonly CollectionKind[]
  readonly count: number
  /** Those in which no entry was seen, and which need not have others. */
  readonly empty: number
  /** Those whose entries are not known; they are left out of the sums of entries, capacity and unused bytes. */
  readonly unknown: number
  readonly entries: number
  readonly capacity: number
  readonly unused: number
  readonly shallowSize: number
  /** Bytes freed if all of them went away, as far as single dominators tell: nothing is counted twice. */
  readonly retainedSize: number
  readonly example: NodeRow
  /** Selects them. */
  readonly query: string
}

/** Collections with `from` up to `to` entries. */
export interface EntriesBin {
  /** Null: those whose entries are not known. */
  readonly from: number | null
  readonly to: number | null
  readonly count: number
  /** Bytes, see `CollectionRow.unused`. */
  readonly unused: number
  readonly shallowSize: number
  readonly query: string
}

/** Collections of one kind. */
export interface CollectionKindRow {
  readonly collection: CollectionKind
  readonly count: number
  readonly empty: number
  readonly one: number
  readonly unknown: number
  readonly sparse: number
  readonly unused: number
  readonly shallowSize: number
  readonly query: string
}

export interface CollectionOverview {
  readonly kinds: readonly CollectionKindRow[]
  readonly bins: readonly EntriesBin[]
}
