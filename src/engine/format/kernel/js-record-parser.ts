import { type RecordParser, recordCapacity, storeNumber, type WideValue } from './record-parser.ts'

const ZERO = 0x30
const COMMA = 0x2c
const LINE_BREAK = 0x0a
/** Numbers of so many digits are whole 32-bit integers throughout; longer ones are left to the caller. */
const MAX_DIGITS = 9
/** A number, its line break and its comma are read without looking for the end of the bytes. */
const MARGIN = 12

/** The kernel in plain JavaScript: where WebAssembly is not to be had, and to check the other against. */
export class JsRecordParser implements RecordParser {
  readonly columns: readonly Uint32Array[]
  readonly capacity: number
  readonly wide: WideValue[] = []
  records = 0
  fields = 0
  #bytes: Uint8Array = new Uint8Array(0)
  #to = 0

  constructor(stride: number) {
    this.capacity = recordCapacity(stride)
    this.columns = Array.from({ length: stride }, () => new Uint32Array(this.capacity))
  }

  load(bytes: Uint8Array, _from: number, to: number): void {
    this.#bytes = bytes
    this.#to = to
  }

  run(position: number): number {
    const { columns, capacity } = this
    const bytes = this.#bytes
    const to = this.#to
    const stride = columns.length
    let { records, fields } = this
    let i = position
    while (to - i > MARGIN && records < capacity) {
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
      columns[fields]![records] = value
      i = next + 1
      fields++
      if (fields === stride) {
        fields = 0
        records++
      }
    }
    this.records = records
    this.fields = fields
    return i
  }

  push(value: number): void {
    storeNumber(this, this.records, this.fields, value)
    this.fields++
    if (this.fields === this.columns.length) {
      this.fields = 0
      this.records++
    }
  }

  clear(): void {
    this.records = 0
    this.wide.length = 0
  }
}
