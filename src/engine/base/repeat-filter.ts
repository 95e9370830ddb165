import { BitSet } from './bit-set.ts'

/** Bits of a set of hashes for each thing: about one in so many is wrongly taken for a repeat. */
const BITS_PER_THING = 16

/**
 * Tells by their hashes which of many things may be equal to another: a Bloom filter (1970) of one hash, and a second one of
 * what was met again. Most things that it does not name need no table of what is known. Takes 4 bytes a thing.
 */
export class RepeatFilter {
  readonly #mask: number
  readonly #met: BitSet
  readonly #again: BitSet

  /** @param count how many things there will be, about */
  constructor(count: number) {
    const bits = 2 ** Math.min(30, Math.max(5, Math.ceil(Math.log2(Math.max(1, count) * BITS_PER_THING))))
    this.#mask = bits - 1
    this.#met = new BitSet(bits)
    this.#again = new BitSet(bits)
  }

  /** @param hash of 32 bits; things that are equal have the same */
  add(hash: number): void {
    const bit = hash & this.#mask
    if (this.#met.has(bit)) this.#again.add(bit)
    else this.#met.add(bit)
  }

  /** Whether a thing that was added may be equal to another that was. */
  mayRepeat(hash: number): boolean {
    return this.#again.has(hash & this.#mask)
  }
}
