import type { StringTable } from '../../model/string-table.ts'

const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193
/** In each byte of a word. */
const LOWEST_BITS = 0x0101_0101
const HIGHEST_BITS = 0x8080_8080
const BACKSLASHES = 0x5c5c_5c5c

/**
 * Hashes the file's strings by their texts, in whatever way the file writes them: FNV-1a over four UTF-16 code units at a
 * time. Decodes only strings with escapes or other characters than ASCII, so that it holds no text.
 */
export class LeafHash {
  /** Of the string that was read last: 32 bits. */
  hash = 0
  /** Of its text, in UTF-16 code units. */
  length = 0
  readonly #strings: StringTable

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  /** O(bytes of the string). */
  read(index: number): void {
    const strings = this.#strings
    if (index >= strings.fileCount) return this.#readText(strings.text(index))
    const { blocks, block, start, length } = strings.columns
    const count = length[index]!
    const bytes = blocks[block[index]!]!
    const from = start[index]!
    const whole = from + (count & ~3)
    let hash = FNV_BASIS
    /** Has a highest bit where a byte is an escape or no ASCII. */
    let odd = 0
    for (let i = from; i < whole; i += 4) {
      const word = bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
      odd |= word | backslashesIn(word)
      hash = step(hash, word)
    }
    let rest = 0
    for (let i = from + count - 1; i >= whole; i--) rest = (rest << 8) | bytes[i]!
    odd |= rest | backslashesIn(rest)
    if ((odd & HIGHEST_BITS) !== 0) return this.#readText(strings.text(index))
    this.#keep(step(hash, rest), count)
  }

  #readText(text: string): void {
    const count = text.length
    const whole = count & ~3
    let hash = FNV_BASIS
    for (let i = 0; i < whole; i += 4) {
      const low = text.charCodeAt(i) ^ (text.charCodeAt(i + 1) << 8)
      hash = step(hash, low ^ (text.charCodeAt(i + 2) << 16) ^ (text.charCodeAt(i + 3) << 24))
    }
    let rest = 0
    for (let i = count - 1; i >= whole; i--) rest = (rest << 8) ^ text.charCodeAt(i)
    this.#keep(step(hash, rest), count)
  }

  #keep(hash: number, length: number): void {
    // The low bits of FNV alone would fill a table unevenly.
    const mixed = Math.imul(hash ^ length ^ (hash >>> 16), 0x85ebca6b)
    this.hash = (mixed ^ (mixed >>> 13)) >>> 0
    this.length = length
  }
}

function step(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, FNV_PRIME)
  return product ^ (product >>> 15)
}

/** Has a highest bit where a word has a backslash, and in no word without one: the usual test for a byte that is zero. */
function backslashesIn(word: number): number {
  const zeros = word ^ BACKSLASHES
  return (zeros - LOWEST_BITS) & ~zeros & HIGHEST_BITS
}
