import { column, grown, trimmed } from './columns.ts'

/** 2^32 divided by the golden ratio, odd. */
const SPREAD = 0x9e37_79b1
/** Odd, too. */
const OTHER_SPREAD = 0x85eb_ca6b
/** Slots for each pair that there is room for, at least. */
const LEAST_SLOTS = 1.5
const LEAST_ROOM = 64

/** Stands for "no such pair". */
export const NO_NUMBER = 0xffff_ffff

/** Pairs of unsigned 32-bit numbers in two columns, by the number of the pair. */
export interface Pairs {
  readonly first: Uint32Array
  readonly second: Uint32Array
}

/**
 * Numbers distinct pairs of 32-bit numbers from 0 in the order they are first seen. A hash table with open addressing over
 * flat arrays: 8 bytes for each pair that there is room for, and 6 to 12 for each that is hashed.
 */
export class PairNumbers {
  /** By number, with room for more. Others come in their place when they have to grow. Hot loops may read them directly. */
  firsts: Uint32Array
  seconds: Uint32Array
  #count = 0
  /** How many of them stand in the hash table. */
  #hashed = 0
  /** A pair's number plus one; 0 is empty. The length is a power of two. */
  #slots: Uint32Array
  /** Leaves as many bits of 32 as it takes to number the slots. */
  #shift: number

  /**
   * @param room for how many pairs there is room at first
   * @param hashed for how many of them there is room in the hash table at first
   * @param shared whether other threads should see the pairs
   */
  constructor(room = LEAST_ROOM, hashed = room, shared = false) {
    const least = Math.max(LEAST_ROOM, room)
    this.firsts = column(Uint32Array, least, shared)
    this.seconds = column(Uint32Array, least, shared)
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(LEAST_SLOTS * Math.max(LEAST_ROOM, hashed))))
    this.#shift = Math.clz32(this.#slots.length) + 1
  }

  get count(): number {
    return this.#count
  }

  /** All pairs there are now. */
  get pairs(): Pairs {
    return { first: trimmed(this.firsts, this.#count), second: trimmed(this.seconds, this.#count) }
  }

  /** The number of a pair, a new one if it was not seen before. Amortised O(1). */
  add(first: number, second: number): number {
    if (LEAST_SLOTS * this.#hashed >= this.#slots.length) this.#rehash()
    const slot = this.#slotOf(first >>> 0, second >>> 0)
    const known = this.#slots[slot]!
    if (known !== 0) return known - 1
    const number = this.append(first, second)
    this.#slots[slot] = number + 1
    this.#hashed++
    return number
  }

  /** Gives a pair a new number by which `add` and `find` do not find it. Amortised O(1). */
  append(first: number, second: number): number {
    const number = this.#count++
    if (number === this.firsts.length) {
      this.firsts = grown(this.firsts, 2 * number)
      this.seconds = grown(this.seconds, 2 * number)
    }
    this.firsts[number] = first
    this.seconds[number] = second
    return number
  }

  /** The number of a pair, or `NO_NUMBER`. O(1). */
  find(first: number, second: number): number {
    const known = this.#slots[this.#slotOf(first >>> 0, second >>> 0)]!
    return known === 0 ? NO_NUMBER : known - 1
  }

  /** Where a pair of unsigned numbers stands, or is to stand. */
  #slotOf(first: number, second: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = spread(first, second) >>> this.#shift
    for (;;) {
      const known = slots[slot]!
      if (known === 0 || (this.firsts[known - 1] === first && this.seconds[known - 1] === second)) return slot
      slot = (slot + 1) & mask
    }
  }

  #rehash(): void {
    const slots = new Uint32Array(2 * this.#slots.length)
    const mask = slots.length - 1
    this.#shift--
    for (const known of this.#slots) {
      if (known === 0) continue
      let slot = spread(this.firsts[known - 1]!, this.seconds[known - 1]!) >>> this.#shift
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = known
    }
    this.#slots = slots
  }
}

/** Multiplied as Knuth does, so that numbers close together are far apart in the upper bits. */
function spread(first: number, second: number): number {
  return Math.imul(Math.imul(first, OTHER_SPREAD) ^ second, SPREAD)
}
