import { CAPACITY, type NumberParser } from './number-parser.ts'
import { type Kernel, OUTPUT } from './wasm-kernel.ts'
import { WasmNumberParser } from './wasm-number-parser.ts'

/** What stands behind the fields in the memory: the table, then a byte for each record. */
const TABLE = OUTPUT + 4 * CAPACITY
const TABLE_BYTES = 256
const BYTES = TABLE + TABLE_BYTES

/** Turns the text of nodes that a parser has at hand into columns, many records a call. They take its numbers' place. */
export class NodeText {
  readonly #parser: WasmNumberParser
  readonly #kernel: Kernel
  readonly #stride: number
  readonly #types: number
  /** For how many records there is room. */
  readonly #room: number

  /** @param codes our type for each of the file's type numbers */
  constructor(parser: WasmNumberParser, stride: number, codes: Uint8Array) {
    this.#parser = parser
    this.#kernel = parser.kernel
    this.#stride = stride
    this.#types = codes.length
    this.#room = Math.floor(CAPACITY / stride)
    new Uint8Array(parser.kernel.memory.buffer, TABLE, TABLE_BYTES).set(codes)
  }

  /** How many records the last call took. */
  get taken(): number {
    return this.#kernel.recordsTaken.value
  }

  /**
   * Takes records from `position` on, where one begins, while their numbers are plain and fit 32 bits and there is room.
   * Wants that the parser holds no numbers.
   * @returns where the first begins that was not taken
   */
  run(position: number): number {
    return this.#parser.within(position, (from, to) =>
      this.#kernel.records(from, to, OUTPUT, this.#room, this.#stride),
    )
  }

  /** One number of each record that was taken, as a view that the next call overwrites. */
  field(field: number): Uint32Array {
    return new Uint32Array(this.#kernel.memory.buffer, this.#at(field), this.taken)
  }

  /** Of the types in a field our codes, up to the first type that there is not; as a view. */
  codes(field: number): Uint8Array {
    const count = this.#kernel.translate(this.#at(field), this.taken, TABLE, this.#types, BYTES)
    return new Uint8Array(this.#kernel.memory.buffer, BYTES, count)
  }

  /** Replaces the numbers of a field by their sums, see the kernel. Returns how many have one. */
  addUp(field: number, before: number): number {
    return this.#kernel.addUp(this.#at(field), this.taken, before)
  }

  /** The largest number of a field. */
  largest(field: number): number {
    return this.#kernel.largest(this.#at(field), this.taken) >>> 0
  }

  #at(field: number): number {
    return OUTPUT + 4 * field * this.#room
  }
}

/** Longer records have no place: a call would take too few. */
const MAX_STRIDE = 32

/** Null where the parser is not the kernel's, or there are too many types or fields. */
export function createNodeText(parser: NumberParser, stride: number, codes: Uint8Array): NodeText | null {
  if (stride > MAX_STRIDE || codes.length > TABLE_BYTES) return null
  return parser instanceof WasmNumberParser ? new NodeText(parser, stride, codes) : null
}
