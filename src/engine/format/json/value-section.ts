import { Byte, isSpace, type SectionReader } from './section.ts'

/**
 * Walks over one JSON value of any kind without understanding more than its nesting and strings.
 * Subclasses may keep the bytes.
 */
export class SkippedValue implements SectionReader {
  #depth = 0
  #inString = false
  #escaped = false
  #scalar = false

  read(bytes: Uint8Array, from: number, to: number, _offset: number): number {
    const end = this.#find(bytes, from, to)
    this.keep(bytes, from, end === -1 ? to : end)
    return end
  }

  protected keep(_bytes: Uint8Array, _from: number, _to: number): void {}

  #find(bytes: Uint8Array, from: number, to: number): number {
    for (let i = from; i < to; i++) {
      const byte = bytes[i]!
      if (this.#inString) {
        if (this.#escaped) {
          this.#escaped = false
        } else if (byte === Byte.backslash) {
          this.#escaped = true
        } else if (byte === Byte.quote) {
          this.#inString = false
          if (this.#depth === 0) return i + 1
        }
      } else if (this.#scalar) {
        // A number, true, false or null ends before what follows it.
        if (byte === Byte.comma || byte === Byte.closeBrace || isSpace(byte)) return i
      } else if (byte === Byte.quote) {
        this.#inString = true
      } else if (byte === Byte.openBrace || byte === Byte.openBracket) {
        this.#depth++
      } else if (byte === Byte.closeBrace || byte === Byte.closeBracket) {
        this.#depth--
        if (this.#depth <= 0) return i + 1
      } else if (this.#depth === 0) {
        this.#scalar = true
      }
    }
    return -1
  }
}

/** Keeps the bytes of a value, for the small ones that are read with JSON.parse. */
export class KeptValue extends SkippedValue {
  readonly #limit: number
  readonly #pieces: Uint8Array[] = []
  #length = 0

  /** @param limit bytes kept at most; a longer value leaves `bytes` undefined */
  constructor(limit: number) {
    super()
    this.#limit = limit
  }

  get bytes(): Uint8Array | undefined {
    if (this.#length > this.#limit) return undefined
    const all = new Uint8Array(this.#length)
    let at = 0
    for (const piece of this.#pieces) {
      all.set(piece, at)
      at += piece.length
    }
    return all
  }

  protected override keep(bytes: Uint8Array, from: number, to: number): void {
    this.#length += to - from
    if (this.#length <= this.#limit) {
      this.#pieces.push(bytes.slice(from, to))
    } else {
      this.#pieces.length = 0
    }
  }
}
