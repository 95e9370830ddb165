import { HeapError } from '../../base/error.ts'
import { Byte, isSpace, type SectionReader, showByte } from './section.ts'

/** Is told what stands in a JSON value, in its order. */
export interface JsonHandler {
  open(isObject: boolean): void
  close(): void
  key(name: string): void
  text(value: string): void
  number(value: number): void
  /** true, false or null */
  word(): void
}

const State = {
  value: 0,
  firstItem: 1,
  firstKey: 2,
  key: 3,
  colon: 4,
  afterValue: 5,
  text: 6,
  escape: 7,
  scalar: 8,
} as const

/** A number or word is never longer. */
const LONGEST_SCALAR = 64
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/**
 * Reads one JSON value of any shape piece by piece and tells a handler what it meets, without building it. Nesting takes a
 * byte a level. O(bytes).
 */
export class JsonEvents implements SectionReader {
  readonly #section: string
  readonly #handler: JsonHandler
  /** By level: 1 for an object, 0 for a list. */
  #levels = new Uint8Array(64)
  #depth = 0
  #state: number = State.value
  /** The bytes of the text or scalar that is being read. */
  #bytes = new Uint8Array(256)
  #length = 0
  #isKey = false
  #hasEscapes = false
  readonly #decoder = new TextDecoder()

  constructor(section: string, handler: JsonHandler) {
    this.#section = section
    this.#handler = handler
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!
      if (this.#state === State.text || this.#state === State.escape) {
        if (this.#inText(byte)) return i + 1
        continue
      }
      if (this.#state === State.scalar) {
        if (!endsScalar(byte)) {
          this.#keep(byte)
          if (this.#length > LONGEST_SCALAR) throw this.#unexpected(byte, offset + i)
          continue
        }
        this.#scalar(byte, offset + i)
        if (this.#depth === 0) return i
      }
      if (isSpace(byte)) continue
      this.#mark(byte, offset + i)
      if (this.#depth === 0 && this.#state === State.afterValue) return i + 1
    }
    return -1
  }

  /** Takes a byte of a text. Returns whether the value as a whole has ended. */
  #inText(byte: number): boolean {
    if (this.#state === State.escape) {
      this.#state = State.text
    } else if (byte === Byte.backslash) {
      this.#state = State.escape
      this.#hasEscapes = true
    } else if (byte === Byte.quote) {
      this.#endText()
      return this.#depth === 0
    }
    this.#keep(byte)
    return false
  }

  #endText(): void {
    const raw = this.#decoder.decode(this.#bytes.subarray(0, this.#length))
    const text = this.#hasEscapes ? unescaped(raw) : raw
    this.#length = 0
    this.#hasEscapes = false
    if (this.#isKey) this.#handler.key(text)
    else this.#handler.text(text)
    this.#state = this.#isKey ? State.colon : State.afterValue
  }

  #scalar(byte: number, at: number): void {
    const text = this.#decoder.decode(this.#bytes.subarray(0, this.#length))
    this.#length = 0
    if (NUMBER.test(text)) this.#handler.number(Number(text))
    else if (text === 'true' || text === 'false' || text === 'null') this.#handler.word()
    else throw this.#unexpected(byte, at - text.length)
    this.#state = State.afterValue
  }

  #mark(byte: number, at: number): void {
    const state = this.#state
    const awaitsValue = state === State.value || state === State.firstItem
    const inObject = this.#depth > 0 && this.#levels[this.#depth - 1] === 1
    if (byte === Byte.quote && (awaitsValue || state === State.key || state === State.firstKey)) {
      this.#isKey = !awaitsValue
      this.#state = State.text
    } else if (byte === Byte.colon && state === State.colon) {
      this.#state = State.value
    } else if (byte === Byte.comma && state === State.afterValue && this.#depth > 0) {
      this.#state = inObject ? State.key : State.value
    } else if ((byte === Byte.openBrace || byte === Byte.openBracket) && awaitsValue) {
      this.#open(byte === Byte.openBrace)
    } else if (
      byte === Byte.closeBrace &&
      inObject &&
      (state === State.afterValue || state === State.firstKey)
    ) {
      this.#close()
    } else if (
      byte === Byte.closeBracket &&
      this.#depth > 0 &&
      !inObject &&
      (state === State.afterValue || state === State.firstItem)
    ) {
      this.#close()
    } else if (awaitsValue && beginsScalar(byte)) {
      this.#keep(byte)
      this.#state = State.scalar
    } else {
      throw this.#unexpected(byte, at)
    }
  }

  #open(isObject: boolean): void {
    if (this.#depth === this.#levels.length) this.#levels = twice(this.#levels)
    this.#levels[this.#depth++] = isObject ? 1 : 0
    this.#handler.open(isObject)
    this.#state = isObject ? State.firstKey : State.firstItem
  }

  #close(): void {
    this.#depth--
    this.#handler.close()
    this.#state = State.afterValue
  }

  #keep(byte: number): void {
    if (this.#length === this.#bytes.length) this.#bytes = twice(this.#bytes)
    this.#bytes[this.#length++] = byte
  }

  #unexpected(byte: number, at: number): HeapError {
    return new HeapError(
      'not-json',
      `Section “${this.#section}” has ${showByte(byte)} near byte ${at}, which is not JSON there; the file is damaged, record it again.`,
      { section: this.#section, byte: at },
    )
  }
}

function twice(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(2 * bytes.length)
  more.set(bytes)
  return more
}

/** A text that was cut within an escape stays as it is. */
function unescaped(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`))
  } catch {
    return raw
  }
}

function beginsScalar(byte: number): boolean {
  return byte === Byte.minus || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7a)
}

function endsScalar(byte: number): boolean {
  return byte === Byte.comma || byte === Byte.closeBrace || byte === Byte.closeBracket || isSpace(byte)
}
