import { finished, mixed, textHash } from '../base/mix.ts'
import type { StringTable } from '../model/string-table.ts'

const BACKSLASH = 0x5c

/** Hashes of the strings' texts, which mean the same in every heap; each is worked out once. */
export class StringHashes {
  readonly #strings: StringTable
  /** By string: its hash, or 0 where it was not asked for yet. */
  readonly #known: Uint32Array

  constructor(strings: StringTable) {
    this.#strings = strings
    this.#known = new Uint32Array(strings.count)
  }

  /** A number from 1 to 2^32 - 1. O(bytes of the string), the first time. */
  of(index: number): number {
    const known = this.#known[index]
    if (known) return known
    const hash = this.#hash(index) || 1
    this.#known[index] = hash
    return hash
  }

  #hash(index: number): number {
    const strings = this.#strings
    if (index >= strings.fileCount) return textHash(strings.text(index))
    const { blocks, block, start, length } = strings.columns
    const bytes = blocks[block[index]!]!
    let hash = length[index]!
    for (let i = start[index]!, end = i + length[index]!; i < end; i++) {
      const byte = bytes[i]!
      if (byte === BACKSLASH || byte >= 0x80) return textHash(strings.text(index))
      hash = mixed(hash, byte)
    }
    return finished(hash)
  }
}
