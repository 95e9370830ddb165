import { inSlices } from '../../graph/in-slices.ts'
import type { Task } from '../../base/task.ts'
import type { StringTable } from '../../model/string-table.ts'

const BACKSLASH = 0x5c
const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** The file's strings numbered by their text: a file may hold one text under several indexes. */
export interface LeafTexts {
  /** By string index: the number of its text plus one, 0 for strings that were not asked for. */
  readonly ofString: Uint32Array
  readonly count: number
  /** By text number: one of the strings that have it. */
  readonly string: Uint32Array
  /** By text number: its length in UTF-16 code units. */
  readonly length: Uint32Array
}

/**
 * Numbers the texts of the strings in `used`, which it changes into `LeafTexts.ofString`. Compares bytes and decodes
 * only strings with escapes or other characters than ASCII, so that it holds no text. O(bytes of the strings used).
 * @param used by string index: 1 where the string is wanted, else 0
 */
export async function numberLeafTexts(
  strings: StringTable,
  used: Uint32Array,
  task: Task,
): Promise<LeafTexts> {
  let wanted = 0
  for (let index = 0; index < used.length; index++) wanted += used[index]!
  const interner = new LeafInterner(strings, wanted)
  await inSlices(task, used.length, (from, to) => {
    for (let index = from; index < to; index++) {
      if (used[index] !== 0) used[index] = interner.numberOf(index) + 1
    }
  })
  return interner.finish(used)
}

/** A hash table with open addressing over flat arrays; the texts stay in the string table. */
class LeafInterner {
  readonly #strings: StringTable
  readonly #hash: Uint32Array
  readonly #length: Uint32Array
  readonly #string: Uint32Array
  /** Text number plus one; the length is a power of two. */
  readonly #slots: Uint32Array
  #count = 0
  /** Of the string that was hashed last. */
  #lastHash = 0
  #lastLength = 0

  constructor(strings: StringTable, most: number) {
    this.#strings = strings
    this.#hash = new Uint32Array(most)
    this.#length = new Uint32Array(most)
    this.#string = new Uint32Array(most)
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(1, most) * 2)))
  }

  numberOf(index: number): number {
    this.#hashString(index)
    // A placeholder is as long as what it stands for.
    const { redacted } = this.#strings.columns
    if (redacted) this.#lastLength = redacted.units[index]!
    const hash = this.#lastHash
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const text = this.#slots[slot]! - 1
      if (text === -1) return this.#insert(index, slot)
      if (this.#hash[text] === hash && this.#length[text] === this.#lastLength) {
        if (sameText(this.#strings, this.#string[text]!, index)) return text
      }
      slot = (slot + 1) & mask
    }
  }

  finish(ofString: Uint32Array): LeafTexts {
    const count = this.#count
    return {
      ofString,
      count,
      string: this.#string.subarray(0, count),
      length: this.#length.subarray(0, count),
    }
  }

  #insert(index: number, slot: number): number {
    const text = this.#count++
    this.#hash[text] = this.#lastHash
    this.#length[text] = this.#lastLength
    this.#string[text] = index
    this.#slots[slot] = text + 1
    return text
  }

  #hashString(index: number): void {
    const strings = this.#strings
    if (index >= strings.fileCount) return this.#hashText(strings.text(index))
    const { blocks, block, start, length } = strings.columns
    const from = start[index]!
    const to = from + length[index]!
    const bytes = blocks[block[index]!]!
    let hash = FNV_BASIS
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!
      if (byte === BACKSLASH || byte >= 0x80) return this.#hashText(strings.text(index))
      hash = Math.imul(hash ^ byte, FNV_PRIME)
    }
    this.#keep(hash, to - from)
  }

  #hashText(text: string): void {
    let hash = FNV_BASIS
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), FNV_PRIME)
    this.#keep(hash, text.length)
  }

  #keep(hash: number, length: number): void {
    // The low bits of FNV alone would fill the table unevenly.
    const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    this.#lastHash = (mixed ^ (mixed >>> 13)) >>> 0
    this.#lastLength = length
  }
}

function sameText(strings: StringTable, a: number, b: number): boolean {
  if (a === b) return true
  return sameBytes(strings, a, b) || strings.text(a) === strings.text(b)
}

/** Whether two of the file's own strings are written alike. */
function sameBytes(strings: StringTable, a: number, b: number): boolean {
  if (a >= strings.fileCount || b >= strings.fileCount) return false
  const { blocks, block, start, length } = strings.columns
  if (length[a] !== length[b]) return false
  const bytesA = blocks[block[a]!]!
  const bytesB = blocks[block[b]!]!
  const shift = start[b]! - start[a]!
  for (let i = start[a]!, end = i + length[a]!; i < end; i++) {
    if (bytesA[i] !== bytesB[i + shift]) return false
  }
  return true
}
