import { CAPACITY } from './number-parser.ts'
import { INPUT, instantiate, type Kernel, OUTPUT } from './wasm-kernel.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** The most bytes that are looked through at a time: there may be as many quotes. */
export const PIECE_BYTES = CAPACITY

/** Finds quotes that no backslash stands before, in bytes that come piece by piece. */
export interface QuoteFinder {
  /** Where they are in the bytes last looked through, ascending; filled as far as `find` says. */
  readonly positions: Uint32Array
  /**
   * Looks through `bytes[from..to)`, at most `PIECE_BYTES` of them, which follow those before.
   * @returns how many there are
   */
  find(bytes: Uint8Array, from: number, to: number): number
}

/** The fastest that the host allows. */
export function createQuoteFinder(): QuoteFinder {
  try {
    return new WasmQuoteFinder()
  } catch {
    return new JsQuoteFinder()
  }
}

export class WasmQuoteFinder implements QuoteFinder {
  readonly positions: Uint32Array
  readonly #kernel: Kernel
  readonly #input: Uint8Array

  /** @throws where the host does not allow WebAssembly, or knows none with 128-bit vectors */
  constructor() {
    this.#kernel = instantiate()
    const { buffer } = this.#kernel.memory
    this.positions = new Uint32Array(buffer, OUTPUT, CAPACITY)
    this.#input = new Uint8Array(buffer, INPUT, PIECE_BYTES)
  }

  find(bytes: Uint8Array, from: number, to: number): number {
    this.#input.set(bytes.subarray(from, to))
    const count = this.#kernel.quotes(INPUT, INPUT + to - from, OUTPUT)
    for (let i = 0; i < count; i++) this.positions[i]! += from - INPUT
    return count
  }
}

export class JsQuoteFinder implements QuoteFinder {
  readonly positions = new Uint32Array(PIECE_BYTES)
  #escaped = false

  find(bytes: Uint8Array, from: number, to: number): number {
    let count = 0
    for (let i = from; i < to; i++) {
      if (this.#escaped) this.#escaped = false
      else if (bytes[i] === BACKSLASH) this.#escaped = true
      else if (bytes[i] === QUOTE) this.positions[count++] = i
    }
    return count
  }
}
