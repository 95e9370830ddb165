import { asDoubles, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import type { WideColumn } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { WideNumber } from '../kernel/number-parser.ts'
import type { RecordLayout } from './record-layouts.ts'

/** Takes some fields of a list of records into columns that grow with the list. */
export class RecordColumns implements NumberSink {
  readonly stride: number
  readonly #fields: readonly number[]
  readonly #columns: WideColumn[]
  #count = 0

  constructor({ stride, fields }: RecordLayout) {
    this.stride = stride
    this.#fields = fields
    this.#columns = fields.map(() => new Uint32Array(0))
  }

  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void {
    const first = this.#count
    this.#count += count
    this.#fields.forEach((field, which) => {
      const column = this.#room(which)
      for (let i = 0, at = field; i < count; i++, at += this.stride) column[first + i] = numbers[at]!
    })
    for (const { at, value } of wide) this.#takeWide(first, at, value)
  }

  /** Of each field that was wanted, in the same order, its column: doubles where a number did not fit 32 bits. */
  finish(): readonly WideColumn[] {
    return this.#columns.map((column) => trimmed(column, this.#count))
  }

  /** The column, with room for all records. */
  #room(which: number): WideColumn {
    const column = this.#columns[which]!
    if (column.length >= this.#count) return column
    return (this.#columns[which] = grown(column, nextCapacity(column.length, this.#count)))
  }

  #takeWide(first: number, at: number, value: number): void {
    const which = this.#fields.indexOf(at % this.stride)
    if (which === -1) return
    const column = this.#columns[which]!
    const doubles = column instanceof Float64Array ? column : asDoubles(column)
    doubles[first + Math.floor(at / this.stride)] = value
    this.#columns[which] = doubles
  }
}

/** The numbers in 32 bits each: what is below 0 becomes 0, what is too large the largest there is. */
export function clampedWords(column: WideColumn): Uint32Array {
  if (column instanceof Uint32Array) return column
  return Uint32Array.from(column, (value) => Math.min(Math.max(value, 0), 0xffff_ffff))
}
