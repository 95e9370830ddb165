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
  readonly kernel: Kernel
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
    this.kernel = kernel
  }

  get count(): number {
    return this.kernel.count.value
  }

  load(bytes: Uint8Array, from: number, to: number): void {
    this.#input.set(bytes.subarray(from, to))
    this.#from = from
    this.#length = to - from
  }

  run(position: number): number {
    return this.within(position, (from, to) => this.kernel.parse(from, to, OUTPUT, CAPACITY))
  }

  skim(position: number): { position: number; commas: number } {
    const end = this.within(position, (from, to) => this.kernel.skim(from, to))
    return { position: end, commas: this.kernel.commas.value }
  }

  /**
   * Lets `work` go through the bytes that were loaded, as they stand in the kernel's memory, from `position` to their end.
   * @returns the position that it has come to
   */
  within(position: number, work: (from: number, to: number) => number): number {
    const shift = INPUT - this.#from
    return work(position + shift, INPUT + this.#length) - shift
  }

  push(value: number): void {
    storeNumber(this, this.kernel.count.value++, value)
  }

  clear(keep: number): void {
    moveToFront(this, this.count, keep)
    this.kernel.count.value = keep
  }
}
