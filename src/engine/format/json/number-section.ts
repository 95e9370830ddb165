import { HeapError } from '../../base/error.ts'
import { Byte, isSpace, type SectionReader, showByte } from './section.ts'

const LINE_BREAK = 0x0a

/** Takes whole records from a `NumberSection`. */
export interface NumberSink {
  /** Numbers in a record. */
  readonly stride: number
  /** Takes `values[0..count)`; count is a multiple of the stride. Called often, with the same array. */
  accept(values: Float64Array, count: number): void
}

/** About how many numbers are handed on at a time: small enough to stay in the first cache levels. */
const BATCH = 8192

const State = { start: 0, value: 1, minus: 2, digits: 3, afterValue: 4 } as const

/**
 * Reads an array of whole numbers, `[9,1,1,0,…]`, that may be cut into pieces at any byte, and hands them to the sink
 * in whole records. O(bytes).
 */
export class NumberSection implements SectionReader {
  readonly #name: string
  readonly #sink: NumberSink
  readonly #values: Float64Array
  readonly #capacity: number
  #count = 0
  #state: number = State.start
  #value = 0
  #negative = false

  constructor(name: string, sink: NumberSink) {
    this.#name = name
    this.#sink = sink
    this.#capacity = Math.max(1, Math.floor(BATCH / sink.stride)) * sink.stride
    this.#values = new Float64Array(this.#capacity)
  }

  read(bytes: Uint8Array, from: number, to: number, offset: number): number {
    const values = this.#values
    let count = this.#count
    let i = from
    while (i < to) {
      if (this.#state !== State.value) {
        this.#count = count
        i = this.#step(bytes, i, offset)
        count = this.#count
        if (i < 0) return -i
        continue
      }
      // The fast way: from here on as long as every number is short, whole and directly followed by a comma.
      while (to - i > 12) {
        let digit = bytes[i]! - Byte.zero
        if (digit >>> 0 > 9) break
        let value = digit
        let next = i + 1
        const last = i + 9
        while (next < last) {
          digit = bytes[next]! - Byte.zero
          if (digit >>> 0 > 9) break
          value = (value * 10 + digit) | 0
          next++
        }
        // Node before 24 writes a line break before the comma that ends a record.
        if (bytes[next] === LINE_BREAK) next++
        if (bytes[next] !== Byte.comma) break
        values[count++] = value
        i = next + 1
        if (count === this.#capacity) {
          this.#sink.accept(values, count)
          count = 0
        }
      }
      while (i < to && isSpace(bytes[i]!)) i++
      if (i >= to) break
      this.#count = count
      i = this.#step(bytes, i, offset)
      count = this.#count
      if (i < 0) return -i
    }
    this.#count = count
    return -1
  }

  /**
   * Takes one byte in whatever state there is. Everything the fast way leaves is done here.
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
    const empty = this.#state === State.value && this.#count === 0
    if (byte === Byte.closeBracket && (empty || this.#state === State.afterValue)) {
      this.#finish(offset + i)
      return -(i + 1)
    }
    throw new HeapError(
      'bad-number',
      `Section “${this.#name}” has ${showByte(byte)} at byte ${offset + i} where ${
        this.#state === State.afterValue ? 'a comma' : 'a whole number'
      } belongs; the file is damaged, capture it again.`,
      { section: this.#name, byte: offset + i },
    )
  }

  #push(value: number): void {
    this.#values[this.#count++] = value
    if (this.#count === this.#capacity) {
      this.#sink.accept(this.#values, this.#count)
      this.#count = 0
    }
  }

  #finish(byte: number): void {
    const rest = this.#count % this.#sink.stride
    if (rest !== 0) {
      throw new HeapError(
        'bad-number',
        `Section “${this.#name}” ends at byte ${byte} in the middle of a record (${rest} of ${this.#sink.stride} numbers); the file is damaged, capture it again.`,
        { section: this.#name, byte },
      )
    }
    if (this.#count > 0) this.#sink.accept(this.#values, this.#count)
    this.#count = 0
  }
}
