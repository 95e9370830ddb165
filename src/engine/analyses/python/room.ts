import type { CollectionKind } from '../../model/collection-rows.ts'
import type { Snapshot, WideColumn } from '../../model/snapshot.ts'
import { UNKNOWN } from '../collections/collection-columns.ts'
import type { DerivedKind } from './container-kinds.ts'
import { minorOf } from './python-version.ts'

const WORD = 8
/** Bytes of each before its items, with the collector's header, of all 64-bit versions since 3.8. */
const LIST = 56
const SET = 216
const DICT = 64
const BYTEARRAY = 57
/** A small set keeps its first entries within itself. */
const SMALL_SET = 8
const SET_ENTRY = 16
/** Headers of the table of keys, and bytes of an entry with and without its hash: before 3.11, and since. */
const KEY_HEADERS = [32, 40]
const DICT_ENTRIES = [16, 24]

/**
 * How many items fit into a container as it is, and the bytes of those places that are empty; `UNKNOWN` where the size does
 * not tell, as on 32 bits, in debug builds, or for a table of keys that instances share.
 */
export class Rooms {
  /** Of the container that was read last. */
  capacity = UNKNOWN
  unused = UNKNOWN
  readonly #size: WideColumn
  readonly #isLaidOut: boolean
  readonly #minor: number

  constructor({ python, selfSize }: Snapshot) {
    const build = python!.process.python
    this.#minor = minorOf(build?.version)
    this.#size = selfSize
    this.#isLaidOut = build?.debug !== true && (build?.pointerBits ?? 64) === 64
  }

  /** O(1). @param entries how many items are in it @param derived where a program derives its class from a container */
  read(kind: CollectionKind, node: number, entries: number, derived?: DerivedKind): void {
    this.capacity = UNKNOWN
    this.unused = UNKNOWN
    if (!this.#isLaidOut || (derived && !(derived.isPlain && this.#minor > 0))) return
    const size = this.#size[node]! - (derived ? addedTo(kind, this.#minor) : 0)
    if (kind === 'list') this.#fit((size - LIST) / WORD, entries, WORD)
    else if (kind === 'tuple') this.#fit(entries, entries, WORD)
    else if (kind === 'dict') this.#readDict(size, entries)
    else if (kind === 'bytearray' && size >= BYTEARRAY) this.#fit(size - BYTEARRAY, entries, 1)
    else if (kind === 'set') this.#fit(size <= SET ? SMALL_SET : (size - SET) / SET_ENTRY, entries, SET_ENTRY)
  }

  #readDict(size: number, entries: number): void {
    if (size === DICT) {
      if (entries === 0) this.#fit(0, 0, 1)
      return
    }
    let table = TABLES.get(size)
    if (table === undefined) TABLES.set(size, (table = tableOf(size)))
    if (table) this.#fit(table.capacity, entries, table.bytes)
  }

  /** @param bytes of a place */
  #fit(capacity: number, entries: number, bytes: number): void {
    if (!Number.isInteger(capacity) || capacity < entries) return
    this.capacity = capacity
    this.unused = (capacity - entries) * bytes
  }
}

/**
 * Bytes of the places for a `__dict__` and for weak references that a class adds, of which a set has the second one already:
 * a word each, since 3.11 two before the object for the first, since 3.12 for both.
 */
function addedTo(kind: CollectionKind, minor: number): number {
  const hasWeak = kind === 'set' || minor >= 12
  return (minor >= 11 ? 2 : 1) * WORD + (hasWeak ? 0 : WORD)
}

interface KeyTable {
  readonly capacity: number
  /** Of an entry. */
  readonly bytes: number
}

/** By size of a dictionary; null where the size is none that they have. */
const TABLES = new Map<number, KeyTable | null>()

/** A table of 2^k indexes, of as many bytes as they need, has room for two thirds as many entries. */
function tableOf(size: number): KeyTable | null {
  for (const header of KEY_HEADERS) {
    for (const bytes of DICT_ENTRIES) {
      for (let log = 3; log < 40; log++) {
        const slots = 2 ** log
        const capacity = Math.floor((2 * slots) / 3)
        const indexBytes = slots <= 0xff ? 1 : slots <= 0xffff ? 2 : slots <= 0xffff_ffff ? 4 : 8
        const total = DICT + header + slots * indexBytes + capacity * bytes
        if (total === size) return { capacity, bytes }
        if (total > size) break
      }
    }
  }
  return null
}
