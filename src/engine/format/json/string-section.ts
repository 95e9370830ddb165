import { HeapError } from '../../base/error.ts'
import type { StringTableBuilder } from '../../model/string-table.ts'
import { Byte, isSpace, type SectionReader, showByte } from './section.ts'

const State = { start: 0, value: 1, inside: 2, escaped: 3, afterValue: 4 } as const

/** Reads an array of strings, undecoded, into a string table. May be cut into pieces at any byte. O(bytes). */
export class StringSection implements SectionReader {
  readonly #name: string
  readonly #strings: StringTableBuilder
  #state: number = State.start

  constructor(name: string, strings: StringTableBuilder) {
    this.#name = name
    this.#strings = strings
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    let i = from
    while (i < to) {
      if (this.#state === State.inside || this.#state === State.escaped) {
        i = this.#inside(bytes, i, to)
        continue
      }
      const byte = bytes[i]!
      i++
      if (byte === Byte.quote && this.#state === State.value) {
        this.#state = State.inside
      } else if (byte === Byte.comma && this.#state === State.afterValue) {
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

  /** Takes what there is of the current string. @returns the position after it, or `to` */
  #inside(bytes: Uint8Array, from: number, to: number): number {
    let i = from
    if (this.#state === State.escaped) {
      i++
      this.#state = State.inside
    }
    while (i < to) {
      const byte = bytes[i]!
      if (byte === Byte.quote) {
        this.#strings.append(bytes, from, i)
        this.#strings.finish()
        this.#state = State.afterValue
        return i + 1
      }
      if (byte === Byte.backslash) {
        if (i + 1 === to) this.#state = State.escaped
        i++
      }
      i++
    }
    this.#strings.append(bytes, from, to)
    return to
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
