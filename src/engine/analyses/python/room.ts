import type { CollectionKind } from '../../model/collection-rows.ts'
import type { Snapshot } from '../../model/snapshot.ts'

interface Room {
  readonly entries: number
  readonly capacity?: number
  readonly unused?: number
}

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
 * How many items are in a container, how many fit into it as it is, and the bytes of those places that are empty; no more than the first where the size does
 * not tell, as on 32 bits, in debug builds, or for a table of keys that instances share. O(1).
 */
export function roomOf(
  { python, selfSize }: Snapshot,
  kind: CollectionKind,
  node: number,
  entries: number,
): Room {
  const build = python!.process.python
  if (build?.debug === true || (build?.pointerBits ?? 64) !== 64) return { entries }
  const size = selfSize[node]!
  if (kind === 'list') return room((size - LIST) / WORD, entries, WORD)
  if (kind === 'tuple') return { entries, capacity: entries, unused: 0 }
  if (kind === 'bytearray') return size < BYTEARRAY ? { entries } : room(size - BYTEARRAY, entries, 1)
  if (kind === 'set') return room(size <= SET ? SMALL_SET : (size - SET) / SET_ENTRY, entries, SET_ENTRY)
  return kind === 'dict' ? dictRoom(size, entries) : { entries }
}

function room(capacity: number, entries: number, bytes: number): Room {
  if (!Number.isInteger(capacity) || capacity < entries) return { entries }
  return { entries, capacity, unused: (capacity - entries) * bytes }
}

function dictRoom(size: number, entries: number): Room {
  if (size === DICT) return entries === 0 ? { entries, capacity: 0, unused: 0 } : { entries }
  let table = TABLES.get(size)
  if (table === undefined) TABLES.set(size, (table = tableOf(size)))
  return table ? room(table.capacity, entries, table.bytes) : { entries }
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
