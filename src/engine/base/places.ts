const WORD_BITS = 5

/**
 * Tells in O(1) whether a number is among ascending ones, and where: a bit for each number there may be, and for each 32
 * of them how many come before (Jacobson's rank, 1989). Takes 2 bits a number there may be.
 */
export class Places {
  readonly #bits: Uint32Array
  /** By word of `#bits`: how many numbers come before its first. */
  readonly #before: Uint32Array

  /** @param sorted distinct, ascending, below `length` */
  constructor(sorted: Uint32Array, length: number) {
    const words = (length + 31) >>> WORD_BITS
    this.#bits = new Uint32Array(words)
    this.#before = new Uint32Array(words)
    let word = 0
    for (let place = 0; place < sorted.length; place++) {
      const value = sorted[place]!
      const own = value >>> WORD_BITS
      while (word < own) this.#before[++word] = place
      this.#bits[own]! |= 1 << (value & 31)
    }
    while (word < words - 1) this.#before[++word] = sorted.length
  }

  has(value: number): boolean {
    return ((this.#bits[value >>> WORD_BITS]! >>> (value & 31)) & 1) === 1
  }

  /** Where it stands, or -1. */
  of(value: number): number {
    const word = value >>> WORD_BITS
    const bits = this.#bits[word]!
    const bit = value & 31
    if (((bits >>> bit) & 1) === 0) return -1
    return this.#before[word]! + ones(bits & ((1 << bit) - 1))
  }
}

/** How many bits of a 32-bit number are set. */
function ones(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x5555_5555)
  sum = (sum & 0x3333_3333) + ((sum >>> 2) & 0x3333_3333)
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}
