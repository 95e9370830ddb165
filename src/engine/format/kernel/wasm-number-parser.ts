import {
  CAPACITY,
  INPUT_BYTES,
  moveToFront,
  type NumberParser,
  storeNumber,
  type WideNumber,
} from './number-parser.ts'
import { INPUT, instantiate, type Kernel, OUTPUT } from './wasm-kernel.ts'

/** The kernel in WebAssembly: several times as fast as JavaScript. */
export class WasmNumberParser implements NumberParser {
  readonly numbers: Uint32Array
  readonly wide: WideNumber[] = []
  readonly #kernel: Kernel
  readonly #input: Uint8Array
  /** Where the loaded bytes stood in theirs, and how many they are. */
  #from = 0
  #length = 0

  /** @throws where the host does not allow WebAssembly, or knows none with 128-bit vectors */
  constructor() {
    const kernel = instantiate()
    const { buffer } = kernel.memory
    this.numbers = new Uint32Array(buffer, OUTPUT, CAPACITY)
    this.#input = new Uint8Array(buffer, INPUT, INPUT_BYTES)
    this.#kernel = kernel
  }

  get count(): number {
    return this.#kernel.count.value
  }

  load(bytes: Uint8Array, from: number, to: number): void {
    this.#input.set(bytes.subarray(from, to))
    this.#from = from
    this.#length = to - from
  }

  run(position: number): number {
    const shift = INPUT - this.#from
    return this.#kernel.parse(position + shift, INPUT + this.#length, OUTPUT, CAPACITY) - shift
  }

  skim(position: number): { position: number; commas: number } {
    const shift = INPUT - this.#from
    const end = this.#kernel.skim(position + shift, INPUT + this.#length)
    return { position: end - shift, commas: this.#kernel.commas.value }
  }

  push(value: number): void {
    storeNumber(this, this.#kernel.count.value++, value)
  }

  clear(keep: number): void {
    moveToFront(this, this.count, keep)
    this.#kernel.count.value = keep
  }
}
