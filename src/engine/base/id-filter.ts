/** Bits of a filter: a megabyte, which stays in the caches. */
const BITS = 1 << 23

/** A set of whole numbers that now and then says of a number it does not hold that it might. */
export class IdFilter {
  readonly #bits = new Uint8Array(BITS >>> 3)
  #empty = true

  get isEmpty(): boolean {
    return this.#empty
  }

  add(id: number): void {
    this.#empty = false
    const bit = id % BITS
    this.#bits[bit >>> 3]! |= 1 << (bit & 7)
  }

  mayHave(id: number): boolean {
    const bit = id % BITS
    return ((this.#bits[bit >>> 3]! >>> (bit & 7)) & 1) === 1
  }
}
