import { finished } from '../base/mix.ts'
import type { StringTable } from '../model/string-table.ts'

const BACKSLASH = 0x5c
const NUMBER_SIGN = 0x23
const [ZERO, NINE] = [0x30, 0x39]
/** What a byte behind a backslash stands for; 0 where that is more than one byte, or nothing. */
const ESCAPED = new Uint8Array(256)
for (const [byte, unit] of Object.entries({
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
})) {
  ESCAPED[byte.charCodeAt(0)] = unit.charCodeAt(0)
}

/** Hashes of the strings' texts, which mean the same in every heap; each is worked out once. */
export class StringHashes {
  readonly #strings: StringTable
  /** By string: its hash, or 0 where it was not asked for yet. */
  readonly #known: Uint32Array
  /** The same for texts without the numbers in them. */
  readonly #general: Uint32Array

  constructor(strings: StringTable) {
    this.#strings = strings
    this.#known = new Uint32Array(strings.count)
    this.#general = new Uint32Array(strings.count)
  }

  /** A number from 1 to 2^32 - 1. O(bytes of the string), the first time. */
  of(index: number): number {
    return this.#known[index]! || (this.#known[index] = this.#hash(index, false))
  }

  /** The same for the text with one sign in place of each number in it. */
  withoutNumbers(index: number): number {
    return this.#general[index]! || (this.#general[index] = this.#hash(index, true))
  }

  #hash(index: number, isGeneral: boolean): number {
    const hash = index < this.#strings.fileCount ? this.#hashOfBytes(index, isGeneral) : null
    return finished(hash ?? hashOfText(this.#strings.text(index), isGeneral)) || 1
  }

  /** Of the bytes as the file has them; null where they have to be decoded. */
  #hashOfBytes(index: number, isGeneral: boolean): number | null {
    const { blocks, block, start, length } = this.#strings.columns
    const bytes = blocks[block[index]!]!
    let hash = 0
    for (let i = start[index]!, end = i + length[index]!; i < end; i++) {
      let unit = bytes[i]!
      if (unit === BACKSLASH) unit = i + 1 < end ? ESCAPED[bytes[++i]!]! : 0
      if (unit === 0 || unit >= 0x80) return null
      if (isGeneral && isDigit(unit)) {
        while (i + 1 < end && isDigit(bytes[i + 1]!)) i++
        unit = NUMBER_SIGN
      }
      hash = withUnit(hash, unit)
    }
    return hash
  }
}

function hashOfText(text: string, isGeneral: boolean): number {
  const hashed = isGeneral ? text.replace(/\d+/g, '#') : text
  let hash = 0
  for (let i = 0; i < hashed.length; i++) hash = withUnit(hash, hashed.charCodeAt(i))
  return hash
}

/** Takes in one more UTF-16 code unit, as FNV-1a does with bytes. Units count from 1, so that zeros count too. */
function withUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ (unit + 1), 0x0100_0193)
}

function isDigit(unit: number): boolean {
  return unit >= ZERO && unit <= NINE
}
