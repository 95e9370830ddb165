import { grown, touched } from '../base/columns.ts'
import { addId, createIdFilter, type IdFilter } from '../base/id-filter.ts'
import { finished, mixed } from '../base/mix.ts'
import type { Task } from '../base/task.ts'
import type { WeakMapPairs } from '../model/graph.ts'
import type { StringTable } from '../model/string-table.ts'
import { inSlices } from './in-slices.ts'

/** Follows the digits that a name begins with. */
const HEAD = ascii(' / part of key (')
/** Stands between the key's id and the value's name. */
const MIDDLE = ascii(') -> value (')
/** Stands between the value's id and the table's. */
const TAIL = ascii(') pair in WeakMap (table @')
const AT = 0x40
const SPACE = 0x20
const CLOSE = 0x29

/** Finds the names of WeakMap entries among all strings, on their bytes. O(strings + bytes of those that are). */
export async function findWeakMapPairs(strings: StringTable, task: Task): Promise<WeakMapPairs> {
  const finder = new PairFinder(strings)
  await inSlices(task, strings.fileCount, (from, to) => finder.scan(from, to))
  return finder.found()
}

class PairFinder {
  readonly #strings: StringTable
  /** By pair: one of its names, the length of what both share, and a hash of that. Entry 0 is unused. */
  #name = new Uint32Array(256)
  #length = new Uint32Array(256)
  #hash = new Uint32Array(256)
  /** Slots hold a pair's number; 0 is empty. The length is a power of two. */
  #slots = new Uint32Array(512)
  readonly #tableId: number[] = [0]
  readonly #tables = createIdFilter()
  readonly #nodes = createIdFilter()
  #ofName = new Uint32Array(0)

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  /** Plain data, so that it can cross to another thread. */
  found(): WeakMapPairs {
    return {
      count: this.#tableId.length - 1,
      ofName: this.#ofName,
      tableId: this.#tableId,
      tables: this.#tables,
      nodes: this.#nodes,
    }
  }

  scan(from: number, to: number): void {
    const { blocks, block, start, length } = this.#strings.columns
    for (let index = from; index < to; index++) {
      const first = start[index]!
      const bytes = blocks[block[index]!]!
      if (length[index] !== 0 && isDigit(bytes[first]!)) {
        this.#consider(index, bytes, first, first + length[index]!)
      }
    }
  }

  /** @param from where the string begins in a block, and `to` where it ends: no views for so many */
  #consider(index: number, bytes: Uint8Array, from: number, to: number): void {
    const start = sharedStart(bytes, from, to)
    const tail = start === -1 ? -1 : tailStart(bytes, start, to)
    if (tail === -1) return
    const keys = addKeys(bytes, start, tail, this.#nodes)
    if (keys === 0) return
    const tableId = numberAt(bytes, tail + TAIL.length, to - 1)
    addId(this.#tables, tableId)
    addId(this.#nodes, tableId)
    const number = this.#numberOf(
      index,
      bytes,
      start,
      to - start,
      finished(mixed(mixed(keys, tableId), to - start)),
    )
    if (number === this.#tableId.length) this.#tableId.push(tableId)
    if (this.#ofName.length === 0) this.#ofName = new Uint32Array(this.#strings.fileCount)
    this.#ofName[index] = number
  }

  /** The number of the pair with this name, whose shared part begins at `start`: a new one if it was not seen before. */
  #numberOf(index: number, bytes: Uint8Array, start: number, length: number, hash: number): number {
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let known = this.#slots[slot]!; known !== 0; known = this.#slots[slot]!) {
      if (this.#hash[known] === hash && this.#isNamed(known, bytes, start, length)) return known
      slot = (slot + 1) & mask
    }
    const number = this.#tableId.length
    if (number === this.#name.length) {
      this.#name = grown(this.#name, 2 * number)
      this.#length = grown(this.#length, 2 * number)
      this.#hash = grown(this.#hash, 2 * number)
    }
    this.#name[number] = index
    this.#length[number] = length
    this.#hash[number] = hash
    this.#slots[slot] = number
    if (2 * number > mask) this.#makeRoom(number)
    return number
  }

  /** Whether these bytes are what the pair's names share. */
  #isNamed(number: number, bytes: Uint8Array, start: number, length: number): boolean {
    if (this.#length[number] !== length) return false
    const { blocks, block, start: starts, length: lengths } = this.#strings.columns
    const name = this.#name[number]!
    const others = blocks[block[name]!]!
    const shift = starts[name]! + lengths[name]! - length - start
    for (let at = start; at < start + length; at++) {
      if (others[at + shift] !== bytes[at]) return false
    }
    return true
  }

  /** @param last the greatest number of a pair */
  #makeRoom(last: number): void {
    const slots = touched(new Uint32Array(2 * this.#slots.length))
    const mask = slots.length - 1
    for (let number = 1; number <= last; number++) {
      let slot = this.#hash[number]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = number
    }
    this.#slots = slots
  }
}

/** The position after the leading digits, where what both names share begins; -1 where it is no such name. */
function sharedStart(bytes: Uint8Array, from: number, to: number): number {
  let at = from + 1
  while (at < to && isDigit(bytes[at]!)) at++
  return at + HEAD.length <= to && startsAt(bytes, HEAD, at) ? at : -1
}

/** Where the tail of such a name begins, whose digits are the table's id; -1 where it has none. */
function tailStart(bytes: Uint8Array, from: number, to: number): number {
  const last = to - 1
  const digits = digitsBefore(bytes, from, last)
  const tail = digits - TAIL.length
  const isTail = bytes[last] === CLOSE && digits < last && tail >= from && startsAt(bytes, TAIL, tail)
  return isTail && endsWithId(bytes, from, tail) ? tail : -1
}

/**
 * Adds the id before each ` @id) -> value (` between `from` and `to` to a filter. Class names may hold anything, so that
 * there may be several. Returns 0 where there is none, else a number that depends on what they are.
 */
function addKeys(bytes: Uint8Array, from: number, to: number, ids: IdFilter): number {
  let found = 0
  for (let at = from; at <= to - MIDDLE.length; at++) {
    if (bytes[at] === CLOSE && startsAt(bytes, MIDDLE, at) && endsWithId(bytes, from, at)) {
      const id = numberAt(bytes, digitsBefore(bytes, from, at), at)
      addId(ids, id)
      found = mixed(found, id) | 1
    }
  }
  return found
}

function numberAt(bytes: Uint8Array, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at++) value = value * 10 + (bytes[at]! - 0x30)
  return value
}

/** Whether ` @` and digits stand directly before `end`, all of it from `from` on. */
function endsWithId(bytes: Uint8Array, from: number, end: number): boolean {
  const digits = digitsBefore(bytes, from, end)
  return digits < end && digits - 2 >= from && bytes[digits - 1] === AT && bytes[digits - 2] === SPACE
}

/** Where the digits that end before `end` begin. */
function digitsBefore(bytes: Uint8Array, from: number, end: number): number {
  let at = end
  while (at > from && isDigit(bytes[at - 1]!)) at--
  return at
}

/** Wants all of the wanted bytes within the string. */
function startsAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  for (let i = 0; i < wanted.length; i++) {
    if (bytes[at + i] !== wanted[i]) return false
  }
  return true
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
