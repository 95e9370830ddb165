import { inSlices } from '../../graph/in-slices.ts'
import { findRepeats, type RepeatFilter } from '../../graph/repeat-filter.ts'
import type { Task } from '../../base/task.ts'
import type { StringTable } from '../../model/string-table.ts'
import { LeafHash } from './leaf-hash.ts'

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
 * Numbers the texts of the strings in `used`, which it changes into `LeafTexts.ofString`, in the order in which they are first
 * met. Only what may have the text of another is looked up in a table: of Python, hardly any. O(bytes of the strings used).
 * @param used by string index: 1 where the string is wanted, else 0
 */
export async function numberLeafTexts(
  strings: StringTable,
  used: Uint32Array,
  task: Task,
): Promise<LeafTexts> {
  let wanted = 0
  for (let index = 0; index < used.length; index++) wanted += used[index]!
  const hash = new Uint32Array(wanted)
  const length = new Uint32Array(wanted)
  const leaf = new LeafHash(strings)
  // A placeholder is as long as what it stands for.
  const units = strings.columns.redacted?.units
  let read = 0
  await inSlices(task, used.length, (from, to) => {
    for (let index = from; index < to; index++) {
      if (used[index] === 0) continue
      leaf.read(index)
      hash[read] = leaf.hash
      length[read++] = units ? units[index]! : leaf.length
    }
  })
  const repeats = await findRepeats(hash, task)
  const interner = new LeafInterner(strings, hash, length, repeats)
  await inSlices(task, used.length, (from, to) => {
    for (let index = from; index < to; index++) {
      if (used[index] !== 0) used[index] = interner.next(index) + 1
    }
  })
  return interner.finish(used)
}

/** A hash table with open addressing over flat arrays; the texts stay in the string table. */
class LeafInterner {
  readonly #strings: StringTable
  /** By text number, and behind those by place of a string that has none yet: there are never more texts than strings. */
  readonly #hash: Uint32Array
  readonly #length: Uint32Array
  readonly #string: Uint32Array
  readonly #repeats: RepeatFilter
  /** Text number plus one; the length is a power of two. */
  readonly #slots: Uint32Array
  #next = 0
  #count = 0

  /** @param hash of all strings, in the order in which they will come; as `length` it is changed */
  constructor(strings: StringTable, hash: Uint32Array, length: Uint32Array, repeats: RepeatFilter) {
    this.#strings = strings
    this.#hash = hash
    this.#length = length
    this.#string = new Uint32Array(hash.length)
    this.#repeats = repeats
    let most = 1
    for (let i = 0; i < hash.length; i++) if (repeats.mayRepeat(hash[i]!)) most++
    this.#slots = new Uint32Array(2 ** Math.ceil(Math.log2(most * 2)))
  }

  /** The number of the text of the string that comes next. */
  next(index: number): number {
    const at = this.#next++
    const hash = this.#hash[at]!
    const length = this.#length[at]!
    if (!this.#repeats.mayRepeat(hash)) return this.#add(index, hash, length)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const text = this.#slots[slot]! - 1
      if (text === -1) {
        this.#slots[slot] = this.#count + 1
        return this.#add(index, hash, length)
      }
      if (this.#hash[text] === hash && this.#length[text] === length) {
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

  #add(index: number, hash: number, length: number): number {
    const text = this.#count++
    this.#hash[text] = hash
    this.#length[text] = length
    this.#string[text] = index
    return text
  }
}

/** Whether two strings have one text, however the file writes them. */
export function sameText(strings: StringTable, a: number, b: number): boolean {
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
