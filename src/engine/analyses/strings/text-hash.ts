import type { StringTable } from '../../model/string-table.ts'

/**
 * Polynomial hashes of texts modulo the prime 2^31 - 1, with two bases: the hash of two texts one behind the other
 * follows from theirs (Karp and Rabin, 1987). A prime, since modulo a power of two texts like Thue and Morse's collide
 * whatever the base.
 */

const PRIME = 2 ** 31 - 1
/** Below 2^21, so that a step stays below 2^53. */
const BASES = [1_327_217, 1_904_903] as const
const WORD = 2 ** 31
const BACKSLASH = 0x5c
const MOST_POWERS = 1 << 12

/** The hashes of one text, by base; both below 2^31. */
export class TextHasher {
  first = 0
  second = 0
  readonly #powers = new Map<number, readonly [number, number]>()

  /** Hashes one of the strings. O(its bytes). */
  takeString(strings: StringTable, index: number): void {
    if (index >= strings.fileCount) return this.takeText(strings.text(index))
    const { blocks, block, start, length } = strings.columns
    const bytes = blocks[block[index]!]!
    this.#clear()
    for (let i = start[index]!, end = i + length[index]!; i < end; i++) {
      const byte = bytes[i]!
      if (byte === BACKSLASH || byte >= 0x80) return this.takeText(strings.text(index))
      this.#step(byte)
    }
  }

  /** Hashes a text by its UTF-16 code units. */
  takeText(text: string): void {
    this.#clear()
    for (let i = 0; i < text.length; i++) this.#step(text.charCodeAt(i))
  }

  /** Hashes a text behind another one. O(1) for lengths that come often, else O(log length). */
  takeBoth(
    firsts: ArrayLike<number>,
    seconds: ArrayLike<number>,
    a: number,
    b: number,
    length: number,
  ): void {
    const [first, second] = this.#power(length)
    this.first = (product(firsts[a]!, first) + firsts[b]!) % PRIME
    this.second = (product(seconds[a]!, second) + seconds[b]!) % PRIME
  }

  #clear(): void {
    this.first = 0
    this.second = 0
  }

  #step(unit: number): void {
    // One more than the unit, so that leading NULs count.
    this.first = reduced(this.first * BASES[0] + unit + 1)
    this.second = reduced(this.second * BASES[1] + unit + 1)
  }

  #power(exponent: number): readonly [number, number] {
    const known = this.#powers.get(exponent)
    if (known) return known
    if (this.#powers.size === MOST_POWERS) this.#powers.clear()
    const made = [power(BASES[0], exponent), power(BASES[1], exponent)] as const
    this.#powers.set(exponent, made)
    return made
  }
}

/** Wants a value below 2^53. */
function reduced(value: number): number {
  const high = Math.floor(value / WORD)
  const sum = high + (value - high * WORD)
  return sum >= PRIME ? sum - PRIME : sum
}

/** Of two numbers below 2^31, modulo the prime. */
function product(a: number, b: number): number {
  const high = ((a >>> 16) * b) % PRIME
  return (high * 0x1_0000 + (a & 0xffff) * b) % PRIME
}

function power(base: number, exponent: number): number {
  let result = 1
  let square = base
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = product(result, square)
    square = product(square, square)
  }
  return result
}
