import { column, grown, touched } from './columns.ts'
import { HeapError } from './error.ts'

/** A block has room for this many items at most, and addresses leave room for as many. */
export const BLOCK_BITS = 20
const BLOCK = 1 << BLOCK_BITS
const MAX_BLOCKS = 2 ** (32 - BLOCK_BITS)
const RECENT_BITS = 12
const RECENT_STRIDE = 4
/** Blocks begin small: most tables stay so. */
const FIRST_BLOCK = 1 << 10

/** The sequences of a table as plain columns, which can cross to another thread. */
export interface Tuples {
  /**
   * The items. Address a is item `a & (2^20 - 1)` of block `a >>> 20`; a sequence longer than a block goes on in the one
   * buffer that the blocks it takes begin in.
   */
  readonly blocks: readonly Uint32Array[]
  /** By sequence: the address of its first item. */
  readonly first: Uint32Array
}

/** The address of a block's first item. */
export function blockAddress(block: number): number {
  return block * BLOCK
}

/**
 * Numbers distinct sequences of 32-bit numbers from 0 in the order they are first seen.
 * A hash table with open addressing over flat arrays, so that millions of look-ups make no garbage.
 */
export class TupleTable {
  readonly #shared: boolean
  readonly #blocks: Uint32Array[] = []
  /** Items used in the last block. */
  #used = 0
  #nextBlock = FIRST_BLOCK
  #first: Uint32Array
  #length = new Uint32Array(256)
  #hash = new Uint32Array(256)
  #count = 0
  #longest = 0
  /** Slots hold a sequence's number plus one; 0 is empty. The length is a power of two. */
  #slots = new Uint32Array(512)
  /**
   * By a rough key, what is known of the sequence that was last asked for, side by side: its number plus one, its length and
   * its address. Most are asked for again and again.
   */
  readonly #recent = new Uint32Array(RECENT_STRIDE << RECENT_BITS)

  /** @param shared whether other threads should see the sequences */
  constructor(shared = false) {
    this.#shared = shared
    this.#first = column(Uint32Array, 256, shared)
  }

  get count(): number {
    return this.#count
  }

  /** The sequences there are now. */
  get tuples(): Tuples {
    return { blocks: this.#blocks, first: this.#first.subarray(0, this.#count) }
  }

  /**
   * The number of the sequence of `length` items from `items[from]` on, a new one if it was not seen before. Amortised
   * O(length).
   */
  intern(items: Uint32Array, length: number, from = 0): number {
    const key = length === 0 ? 0 : RECENT_STRIDE * roughKey(items[from]!, items[from + length - 1]!, length)
    const recent = this.#recent
    const known = recent[key]!
    if (known !== 0 && recent[key + 1] === length && this.#standsAt(recent[key + 2]!, items, from, length))
      return known - 1
    const index = this.find(items, length, from)
    recent[key] = index + 1
    recent[key + 1] = length
    recent[key + 2] = this.#first[index]!
    return index
  }

  /** As `intern`, for callers that know themselves what they asked for lately. */
  find(items: Uint32Array, length: number, from: number): number {
    const hash = hashOf(items, length, from)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const entry = this.#slots[slot]!
      if (entry === 0) return this.#insert(items, from, length, hash, slot)
      if (this.#hash[entry - 1] === hash && this.#equals(entry - 1, items, from, length)) return entry - 1
      slot = (slot + 1) & mask
    }
  }

  /** The items of one sequence, as a view. */
  items(index: number): Uint32Array {
    const address = this.#first[index]!
    const start = address & (BLOCK - 1)
    return this.#blocks[address >>> BLOCK_BITS]!.subarray(start, start + this.#length[index]!)
  }

  /** The first item of a sequence that has any. */
  firstOf(index: number): number {
    const address = this.#first[index]!
    return this.#blocks[address >>> BLOCK_BITS]![address & (BLOCK - 1)]!
  }

  /** How many items a sequence has. */
  lengthOf(index: number): number {
    return this.#length[index]!
  }

  /** How many items the longest sequence has. */
  get longest(): number {
    return this.#longest
  }

  /** Copies the items of one sequence and returns how many they are: who looks at all makes no views for nothing. */
  copy(index: number, into: Uint32Array): number {
    const address = this.#first[index]!
    const block = this.#blocks[address >>> BLOCK_BITS]!
    const length = this.#length[index]!
    for (let i = 0, at = address & (BLOCK - 1); i < length; i++, at++) into[i] = block[at]!
    return length
  }

  #equals(index: number, items: Uint32Array, from: number, length: number): boolean {
    return this.#length[index] === length && this.#standsAt(this.#first[index]!, items, from, length)
  }

  /** Whether these are the items at an address. */
  #standsAt(address: number, items: Uint32Array, from: number, length: number): boolean {
    const block = this.#blocks[address >>> BLOCK_BITS]!
    const shift = (address & (BLOCK - 1)) - from
    for (let i = from; i < from + length; i++) {
      if (block[i + shift] !== items[i]) return false
    }
    return true
  }

  #insert(items: Uint32Array, from: number, length: number, hash: number, slot: number): number {
    const index = this.#count++
    if (index === this.#hash.length) {
      this.#hash = grown(this.#hash, index * 2)
      this.#length = grown(this.#length, index * 2)
      this.#first = grown(this.#first, index * 2)
    }
    this.#first[index] = this.#append(items, from, length)
    this.#length[index] = length
    if (length > this.#longest) this.#longest = length
    this.#hash[index] = hash
    this.#slots[slot] = index + 1
    if (this.#count * 2 > this.#slots.length) this.#rehash()
    return index
  }

  /** Returns the address. */
  #append(items: Uint32Array, from: number, length: number): number {
    // Even an empty sequence needs an address that is within a block.
    const room = (this.#blocks.at(-1)?.length ?? 0) - this.#used
    if (room < Math.max(1, length)) this.#open(length)
    const last = this.#blocks.length - 1
    const at = this.#used
    const block = this.#blocks[last]!
    for (let i = 0; i < length; i++) block[at + i] = items[from + i]!
    this.#used = at + length
    if (length <= BLOCK) return blockAddress(last) + at
    // Every block that it takes begins where its addresses do; nothing more comes into the last.
    for (let next = BLOCK; next < length; next += BLOCK) this.#blocks.push(block.subarray(next))
    this.#used = BLOCK
    return blockAddress(last)
  }

  #open(length: number): void {
    if (this.#blocks.length + Math.ceil(length / BLOCK) >= MAX_BLOCKS) {
      throw new HeapError('out-of-memory', 'The capture has more different lists of names than can be held.')
    }
    this.#blocks.push(column(Uint32Array, Math.max(length, this.#nextBlock), this.#shared))
    this.#nextBlock = Math.min(BLOCK, 2 * this.#nextBlock)
    this.#used = 0
  }

  #rehash(): void {
    const slots = touched(new Uint32Array(this.#slots.length * 2))
    const mask = slots.length - 1
    for (let index = 0; index < this.#count; index++) {
      let slot = this.#hash[index]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
    this.#slots = slots
  }
}

/** A number of `RECENT_BITS` bits that takes no walk over the items. */
function roughKey(first: number, last: number, length: number): number {
  const mixed = Math.imul(first ^ Math.imul(last, 0x9e3779b1), 0x85ebca6b) + Math.imul(length, 0xc2b2ae35)
  return mixed >>> (32 - RECENT_BITS)
}

/** FNV-1a over 32-bit items, with a final mix because the items are often small and regular. O(length). */
export function hashOf(items: Uint32Array, length: number, from = 0): number {
  let hash = 0x811c9dc5
  for (let i = from; i < from + length; i++) {
    hash = Math.imul(hash ^ items[i]!, 0x01000193)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
