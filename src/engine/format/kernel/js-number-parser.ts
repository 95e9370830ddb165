import {
  CAPACITY,
  isFull,
  moveToFront,
  type NumberParser,
  storeNumber,
  type WideNumber,
} from './number-parser.ts'

const ZERO = 0x30
const COMMA = 0x2c
const LINE_BREAK = 0x0a
/** Numbers of so many digits are whole 32-bit integers throughout; longer ones are left to the caller. */
const MAX_DIGITS = 9
/** A number, its line break and its comma are read without looking for the end of the bytes. */
const MARGIN = 12

/** The kernel in plain JavaScript: where WebAssembly is not to be had, and to check the other against. */
export class JsNumberParser implements NumberParser {
  readonly numbers = new Uint32Array(CAPACITY)
  readonly wide: WideNumber[] = []
  count = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #to = 0

  load(bytes: Uint8Array, _from: number, to: number): void {
    this.#bytes = bytes
    this.#to = to
  }

  run(position: number): number {
    const bytes = this.#bytes
    const to = this.#to
    let i = position
    while (to - i > MARGIN && !isFull(this)) {
      let digit = bytes[i]! - ZERO
      if (digit >>> 0 > 9) break
      let value = digit
      let next = i + 1
      const last = i + MAX_DIGITS
      while (next < last) {
        digit = bytes[next]! - ZERO
        if (digit >>> 0 > 9) break
        value = (value * 10 + digit) | 0
        next++
      }
      if (bytes[next] === LINE_BREAK) next++
      if (bytes[next] !== COMMA) break
      this.numbers[this.count++] = value
      i = next + 1
    }
    return i
  }

  skim(position: number): { position: number; commas: number } {
    const bytes = this.#bytes
    let commas = 0
    let i = position
    for (; i < this.#to; i++) {
      const byte = bytes[i]!
      if (byte === COMMA) commas++
      else if ((byte - ZERO) >>> 0 > 9 && byte !== LINE_BREAK) break
    }
    return { position: i, commas }
  }

  push(value: number): void {
    storeNumber(this, this.count++, value)
  }

  clear(keep: number): void {
    moveToFront(this, this.count, keep)
    this.count = keep
  }
}
