import { HeapError } from '../../base/error.ts'
import { createNumberParser } from '../kernel/create.ts'
import { INPUT_BYTES, isFull, type NumberParser, type WideNumber } from '../kernel/number-parser.ts'
import { Byte, isSpace, type SectionReader, showByte } from './section.ts'

/** Takes whole records from a `NumberSection`. */
export interface NumberSink {
  /** Numbers in a record. */
  readonly stride: number
  /**
   * Takes `count` records: field i of record r is `numbers[r * stride + i]`. Called often, with the same array.
   * @param wide the numbers that do not fit 32 bits; 0 stands in their places
   */
  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void
  /** Whether it takes plain records by `takeText`. */
  readonly readsText?: boolean
  /**
   * Takes records from the bytes that the section's parser has at hand, from `position` on, where one begins, as far as it
   * can.
   * @returns where the first begins that it has not taken
   */
  takeText?(position: number): number
}

const State = { start: 0, value: 1, minus: 2, digits: 3, afterValue: 4 } as const

/**
 * Reads an array of whole numbers, `[9,1,1,0,…]`, that may be cut into pieces at any byte, and hands them to the sink
 * in whole records. The kernel reads the plain stretches, this class all that is left. O(bytes).
 */
export class NumberSection implements SectionReader {
  readonly #name: string
  readonly #sink: NumberSink
  readonly #parser: NumberParser
  #isEmpty = true
  #state: number = State.start
  #value = 0
  #negative = false

  constructor(name: string, sink: NumberSink, parser = createNumberParser()) {
    this.#name = name
    this.#sink = sink
    this.#parser = parser
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    for (let start = from; start < to; start += INPUT_BYTES) {
      const end = this.#readPiece(bytes, start, Math.min(to, start + INPUT_BYTES), offset)
      if (end !== -1) return end
    }
    return -1
  }

  /** Hands on what there is, where that ends with a record and a comma; returns whether it does. */
  flush(): boolean {
    const atRecord = this.#state === State.value && this.#parser.count % this.#sink.stride === 0
    if (atRecord) this.#handOn()
    return atRecord
  }

  /** Goes on as if the list up to its end had been read: others have read it. Wants `flush` before. */
  skipToEnd(): void {
    this.#state = State.afterValue
  }

  #readPiece(bytes: Uint8Array, from: number, to: number, offset: number): number {
    const parser = this.#parser
    parser.load(bytes, from, to)
    let i = from
    while (i < to) {
      if (this.#state === State.value) {
        i = this.#readPlain(i)
        if (isFull(parser)) {
          this.#handOn()
          continue
        }
      }
      while (i < to && isSpace(bytes[i]!) && this.#state !== State.digits && this.#state !== State.minus) i++
      if (i === to) break
      i = this.#step(bytes, i, offset)
      if (i < 0) return -i
    }
    return -1
  }

  /** Reads on where a number begins, as far as that is plain. */
  #readPlain(position: number): number {
    const sink = this.#sink
    if (!sink.readsText) return this.#parser.run(position)
    // A record that has begun is read to its end first.
    if (this.#parser.count % sink.stride !== 0) return position
    if (this.#parser.count > 0) this.#handOn()
    const next = sink.takeText!(position)
    if (next === position) return this.#parser.run(position)
    this.#isEmpty = false
    return next
  }

  /**
   * Takes one byte in whatever state there is.
   * @returns the next position, or minus the position after the array's end
   */
  #step(bytes: Uint8Array, i: number, offset: number): number {
    const byte = bytes[i]!
    const digit = byte - Byte.zero
    if (this.#state === State.digits) {
      if (digit >>> 0 <= 9) {
        this.#value = this.#value * 10 + digit
        return i + 1
      }
      this.#push(this.#negative ? -this.#value : this.#value)
      this.#state = State.afterValue
    } else if ((this.#state === State.value || this.#state === State.minus) && digit >>> 0 <= 9) {
      this.#negative = this.#state === State.minus
      this.#value = digit
      this.#state = State.digits
      return i + 1
    } else if (this.#state === State.value && byte === Byte.minus) {
      this.#state = State.minus
      return i + 1
    }
    if (isSpace(byte) && this.#state !== State.minus) return i + 1
    if (byte === Byte.openBracket && this.#state === State.start) {
      this.#state = State.value
      return i + 1
    }
    if (byte === Byte.comma && this.#state === State.afterValue) {
      this.#state = State.value
      return i + 1
    }
    if (byte === Byte.closeBracket && (this.#state === State.afterValue || this.#mayBeEmpty())) {
      this.#finish(offset + i)
      return -(i + 1)
    }
    throw this.#unexpected(byte, offset + i)
  }

  #mayBeEmpty(): boolean {
    return this.#state === State.value && this.#isEmpty && this.#parser.count === 0
  }

  #push(value: number): void {
    this.#parser.push(value)
    if (isFull(this.#parser)) this.#handOn()
  }

  #handOn(): void {
    const parser = this.#parser
    const rest = parser.count % this.#sink.stride
    const whole = parser.count - rest
    this.#isEmpty = false
    const wide = parser.wide.filter(({ at }) => at < whole)
    this.#sink.accept(parser.numbers, whole / this.#sink.stride, wide)
    parser.clear(rest)
  }

  #finish(byte: number): void {
    const rest = this.#parser.count % this.#sink.stride
    if (rest !== 0) {
      throw new HeapError(
        'bad-number',
        `Section “${this.#name}” ends at byte ${byte} in the middle of a record (${rest} of ${this.#sink.stride} numbers); the file is damaged, capture it again.`,
        { section: this.#name, byte },
      )
    }
    if (this.#parser.count > 0) this.#handOn()
  }

  #unexpected(byte: number, at: number): HeapError {
    const wanted = this.#state === State.afterValue ? 'a comma' : 'a whole number'
    return new HeapError(
      'bad-number',
      `Section “${this.#name}” has ${showByte(byte)} at byte ${at} where ${wanted} belongs; the file is damaged, capture it again.`,
      { section: this.#name, byte: at },
    )
  }
}
