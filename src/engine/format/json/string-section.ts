import { HeapError } from '../../base/error.ts'
import type { StringTableBuilder } from '../../model/string-table.ts'
import { createQuoteFinder, PIECE_BYTES, type QuoteFinder } from '../kernel/quote-finder.ts'
import { Byte, isSpace, type SectionReader, showByte } from './section.ts'

const LINE_BREAK = 0x0a

const State = { start: 0, value: 1, inside: 2, afterValue: 3 } as const

/** Reads an array of strings, undecoded, into a string table. May be cut into pieces at any byte. O(bytes). */
export class StringSection implements SectionReader {
  readonly #name: string
  readonly #strings: StringTableBuilder
  readonly #finder: QuoteFinder
  #state: number = State.start
  /** The quotes of the piece at hand, and the next of them. */
  #quotes = 0
  #next = 0

  constructor(name: string, strings: StringTableBuilder, finder = createQuoteFinder()) {
    this.#name = name
    this.#strings = strings
    this.#finder = finder
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    for (let start = from; start < to; start += PIECE_BYTES) {
      const end = this.#readPiece(bytes, start, Math.min(to, start + PIECE_BYTES), offset)
      if (end !== -1) return end
    }
    return -1
  }

  /** Goes on as if the list up to its end had been read: others have read it. */
  skipToEnd(): void {
    this.#state = State.afterValue
  }

  #readPiece(bytes: Uint8Array, from: number, to: number, offset: number): number {
    this.#quotes = this.#finder.find(bytes, from, to)
    this.#next = 0
    let i = from
    while (i < to) {
      if (this.#state === State.inside) {
        i = this.#inside(bytes, i, to)
        continue
      }
      if (this.#state === State.value && bytes[i] === Byte.quote) {
        i = this.#begin(bytes, i)
        continue
      }
      const byte = bytes[i]!
      i++
      if (byte === Byte.comma && this.#state === State.afterValue) {
        this.#state = State.value
      } else if (byte === Byte.openBracket && this.#state === State.start) {
        this.#state = State.value
      } else if (byte === Byte.closeBracket && this.#mayEnd()) {
        return i
      } else if (!isSpace(byte)) {
        throw this.#unexpected(byte, offset + i - 1)
      }
    }
    return -1
  }

  #mayEnd(): boolean {
    return this.#state === State.afterValue || (this.#state === State.value && this.#strings.count === 0)
  }

  /** Takes the strings from the quote at `from` on that are whole here and only commas apart; of others that quote. */
  #begin(bytes: Uint8Array, from: number): number {
    const { positions } = this.#finder
    const first = this.#next
    let next = first + 2
    if (next > this.#quotes) {
      this.#state = State.inside
      this.#next++
      return from + 1
    }
    while (next + 2 <= this.#quotes && isComma(bytes, positions[next - 1]! + 1, positions[next]!)) next += 2
    this.#strings.appendAll(bytes, positions, first, next)
    this.#state = State.afterValue
    this.#next = next
    return positions[next - 1]! + 1
  }

  /** Takes what there is of the current string. @returns the position after it, or `to` */
  #inside(bytes: Uint8Array, from: number, to: number): number {
    if (this.#next === this.#quotes) {
      this.#strings.append(bytes, from, to)
      return to
    }
    const end = this.#finder.positions[this.#next++]!
    this.#strings.append(bytes, from, end)
    this.#strings.finish()
    this.#state = State.afterValue
    return end + 1
  }

  #unexpected(byte: number, at: number): HeapError {
    return new HeapError(
      'bad-string',
      `Section “${this.#name}” has ${showByte(byte)} at byte ${at} where ${
        this.#state === State.afterValue ? 'a comma' : 'a string'
      } belongs, after ${this.#strings.count} strings; the file is damaged, capture it again.`,
      { section: this.#name, byte: at },
    )
  }
}

/** Whether nothing but a comma is between two positions, or a comma and a line break. */
function isComma(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from + 1) return bytes[from] === Byte.comma
  const one = bytes[from]
  const two = bytes[from + 1]
  const isBoth = (one === Byte.comma && two === LINE_BREAK) || (one === LINE_BREAK && two === Byte.comma)
  return to === from + 2 && isBoth
}
