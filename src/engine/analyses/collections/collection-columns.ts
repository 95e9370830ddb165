import { grown } from '../../base/columns.ts'
import { Places } from '../../base/places.ts'
import type { CollectionKind } from '../../model/collection-rows.ts'

/** In the order of `Collections.kind`. */
export const COLLECTION_KINDS: readonly CollectionKind[] = [
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'Array',
  'typed array',
  'Object',
  'list',
  'dict',
  'set',
  'frozenset',
  'tuple',
  'deque',
  'OrderedDict',
  'defaultdict',
  'bytearray',
  'array',
  'ndarray',
  'lru_cache',
  'unbounded lru_cache',
  'WeakValueDictionary',
  'WeakKeyDictionary',
]

/** All collections of a heap; columns by place. */
export interface Collections {
  /** Ascending, of a size above 0. */
  readonly nodes: Uint32Array
  /** Which nodes they are, and where each stands: most nodes are no collections. */
  readonly members: Places
  /** Places in `COLLECTION_KINDS`. */
  readonly kind: Uint8Array
  /** Those of `CollectionRow`; `UNKNOWN` for null. */
  readonly entries: Float64Array
  readonly capacity: Float64Array
  readonly unused: Float64Array
  readonly gaps: Float64Array
  readonly sparse: Uint8Array
  /** The node of the table of a Map or Set, whose edges lead to the entries, or `NO_TABLE`. */
  readonly table: Uint32Array
}

export const NO_TABLE = 0xffff_ffff

/** What stands for a number that is not known, in columns of numbers that are not negative. */
export const UNKNOWN = -1

/** An object that keeps this many properties in a hash table is taken for a dictionary: its keys are no fields. */
const MANY_KEYS = 64

/** Whether what is at a place is an object that serves as a dictionary. */
export function isDictionary(
  { kind, entries }: Pick<Collections, 'kind' | 'entries'>,
  place: number,
): boolean {
  return COLLECTION_KINDS[kind[place]!] === 'Object' && entries[place]! >= MANY_KEYS
}

/** Whether what is at a place is an object with fields, which only are kept in a hash table or beside elements. */
export function isRecord(collections: Pick<Collections, 'kind' | 'entries'>, place: number): boolean {
  return COLLECTION_KINDS[collections.kind[place]!] === 'Object' && !isDictionary(collections, place)
}

/** What is known of one collection; what is left out is not known. */
export interface Measures {
  readonly entries?: number
  readonly capacity?: number
  readonly unused?: number
  readonly gaps?: number
  readonly sparse?: boolean
  readonly table?: number
}

/** Collects collections one by one, in ascending order of their nodes. */
export class CollectionColumns {
  #count = 0
  #nodes: Uint32Array
  #kind: Uint8Array
  #entries: Float64Array
  #capacity: Float64Array
  #unused: Float64Array
  #gaps: Float64Array
  #sparse: Uint8Array
  #table: Uint32Array

  /** @param room for so many at first */
  constructor(room = 1024) {
    this.#nodes = new Uint32Array(room)
    this.#kind = new Uint8Array(room)
    this.#entries = new Float64Array(room)
    this.#capacity = new Float64Array(room)
    this.#unused = new Float64Array(room)
    this.#gaps = new Float64Array(room)
    this.#sparse = new Uint8Array(room)
    this.#table = new Uint32Array(room)
  }

  add(node: number, kind: CollectionKind, measures: Measures): void {
    const { entries = UNKNOWN, capacity = UNKNOWN, unused = UNKNOWN } = measures
    const at = this.put(node, COLLECTION_KINDS.indexOf(kind), entries, capacity, unused)
    this.#gaps[at] = measures.gaps ?? UNKNOWN
    this.#sparse[at] = measures.sparse ? 1 : 0
    this.#table[at] = measures.table ?? NO_TABLE
  }

  /**
   * Adds one without gaps and without a table, and makes no object for it; `UNKNOWN` for what is not known.
   * @param kind a place in `COLLECTION_KINDS`
   * @returns its place
   */
  put(node: number, kind: number, entries: number, capacity: number, unused: number): number {
    if (this.#count === this.#nodes.length) this.#grow()
    const at = this.#count++
    this.#nodes[at] = node
    this.#kind[at] = kind
    this.#entries[at] = entries
    this.#capacity[at] = capacity
    this.#unused[at] = unused
    this.#gaps[at] = UNKNOWN
    this.#table[at] = NO_TABLE
    return at
  }

  finish(nodeCount: number): Collections {
    const count = this.#count
    const nodes = cut(this.#nodes, count)
    return {
      nodes,
      members: new Places(nodes, nodeCount),
      kind: cut(this.#kind, count),
      entries: cut(this.#entries, count),
      capacity: cut(this.#capacity, count),
      unused: cut(this.#unused, count),
      gaps: cut(this.#gaps, count),
      sparse: cut(this.#sparse, count),
      table: cut(this.#table, count),
    }
  }

  #grow(): void {
    const room = 2 * this.#count + 16
    this.#nodes = grown(this.#nodes, room)
    this.#kind = grown(this.#kind, room)
    this.#entries = grown(this.#entries, room)
    this.#capacity = grown(this.#capacity, room)
    this.#unused = grown(this.#unused, room)
    this.#gaps = grown(this.#gaps, room)
    this.#sparse = grown(this.#sparse, room)
    this.#table = grown(this.#table, room)
  }
}

/** The first of a column, as a view where hardly more is in it. */
function cut<Column extends Uint8Array | Uint32Array | Float64Array>(column: Column, count: number): Column {
  const isNearlyFull = column.length - count < count >>> 3
  return (isNearlyFull ? column.subarray(0, count) : column.slice(0, count)) as Column
}
