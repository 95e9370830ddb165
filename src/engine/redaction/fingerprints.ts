import { TextHasher } from '../analyses/strings/text-hash.ts'
import { hasSpecial } from '../model/string-search.ts'
import type { StringTable } from '../model/string-table.ts'
import { isPlaceholder, placeholder, PlaceholderWriter } from './placeholder.ts'

/**
 * A keyed hash of four words, of which two are used. Whoever knows results of it must not be able to work out others. The
 * result may be changed by the next call.
 */
export type ValueHash = (message: Uint32Array) => Uint32Array

/**
 * Makes placeholders. The keyed hash is of a text's length and its fingerprint, 62 bits that follow from those of the parts
 * of a joined string: so a text has the same class however its string is kept, in every capture of a share.
 */
export class Placeholders {
  readonly #hash: ValueHash
  readonly #hasher = new TextHasher()
  readonly #message = new Uint32Array(4)
  readonly #writer = new PlaceholderWriter()

  constructor(hash: ValueHash) {
    this.#hash = hash
  }

  /** O(length). */
  readonly ofText = (text: string): string => {
    this.#hasher.takeText(text)
    return this.of(text.length, this.#hasher.first, this.#hasher.second)
  }

  /** @param first a fingerprint as `TextHasher` makes it */
  of(length: number, first: number, second: number): string {
    return placeholder(length, this.#hashOf(length, first, second))
  }

  /** Of one of a table's strings. What is a placeholder already stays as it is. O(its bytes). */
  ofValue(strings: StringTable, index: number): string {
    const before = strings.isRedacted ? strings.text(index) : ''
    if (isPlaceholder(before)) return before
    return this.of(this.#take(strings, index), this.#hasher.first, this.#hasher.second)
  }

  /**
   * The same as bytes, with the length of the text in UTF-16 code units. Wants a string that is no placeholder yet.
   * @param take gets the bytes, which change with the next call
   */
  bytesOf(strings: StringTable, index: number, take: (bytes: Uint8Array, end: number) => void): number {
    const length = this.#take(strings, index)
    const hash = this.#hashOf(length, this.#hasher.first, this.#hasher.second)
    take(this.#writer.bytes, this.#writer.write(length, hash))
    return length
  }

  /** Fingerprints a string. Returns its length in UTF-16 code units. */
  #take(strings: StringTable, index: number): number {
    if (isPlain(strings, index)) {
      this.#hasher.takeString(strings, index)
      return strings.byteLength(index)
    }
    const text = strings.text(index)
    this.#hasher.takeText(text)
    return text.length
  }

  #hashOf(length: number, first: number, second: number): Uint32Array {
    this.#message[0] = length
    this.#message[1] = first
    this.#message[2] = second
    return this.#hash(this.#message)
  }
}

/** How long a string reads, in UTF-16 code units. O(its bytes). */
export function unitsOf(strings: StringTable, index: number): number {
  return isPlain(strings, index) ? strings.byteLength(index) : strings.text(index).length
}

/** Whether a string is written as it reads, a byte a character. */
function isPlain(strings: StringTable, index: number): boolean {
  if (index >= strings.fileCount) return false
  const { blocks, block, start, length } = strings.columns
  const from = start[index]!
  return !hasSpecial(blocks[block[index]!]!, from, from + length[index]!)
}
