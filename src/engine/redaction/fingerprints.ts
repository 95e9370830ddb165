import { TextHasher } from '../analyses/strings/text-hash.ts'
import { hasSpecial } from '../model/string-search.ts'
import type { StringTable } from '../model/string-table.ts'
import { equalityClass, isPlaceholder, placeholder } from './placeholder.ts'

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

  constructor(hash: ValueHash) {
    this.#hash = hash
  }

  /** O(length). */
  readonly ofText = (text: string): string => {
    this.#hasher.takeText(text)
    return this.of(text.length, this.#hasher.first, this.#hasher.second)
  }

  /**
   * Of one of a table's strings, and its length in UTF-16 code units. What is a placeholder already stays as it is.
   * O(its bytes).
   */
  ofValue(strings: StringTable, index: number): { readonly text: string; readonly length: number } {
    const { redacted } = strings.columns
    const before = redacted ? strings.text(index) : ''
    if (redacted && isPlaceholder(before)) return { text: before, length: redacted.units[index]! }
    const length = unitsOf(strings, index)
    this.#hasher.takeString(strings, index)
    return { text: this.of(length, this.#hasher.first, this.#hasher.second), length }
  }

  /** @param first a fingerprint as `TextHasher` makes it */
  of(length: number, first: number, second: number): string {
    this.#message[0] = length
    this.#message[1] = first
    this.#message[2] = second
    return placeholder(length, equalityClass(this.#hash(this.#message)))
  }
}

/** How long a string reads, in UTF-16 code units. O(its bytes). */
export function unitsOf(strings: StringTable, index: number): number {
  if (index >= strings.fileCount) return strings.text(index).length
  const { blocks, block, start, length } = strings.columns
  const from = start[index]!
  const isPlain = !hasSpecial(blocks[block[index]!]!, from, from + length[index]!)
  return isPlain ? length[index]! : strings.text(index).length
}
