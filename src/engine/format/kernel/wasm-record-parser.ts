import { RECORDS_WASM } from './records.wasm.ts'
import {
  INPUT_BYTES,
  type RecordParser,
  recordCapacity,
  storeNumber,
  type WideValue,
} from './record-parser.ts'

/** As much of WebAssembly as is used here; not every runtime's types know it. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** What `assembly/records.ts` exports. */
interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly record: { value: number }
  readonly field: { value: number }
  parse(from: number, to: number, columns: number, stride: number, capacity: number): number
}

/** The memory begins with room for input bytes, after the few bytes the compiler keeps for itself. */
const INPUT = 1024
const COLUMNS = INPUT + INPUT_BYTES

/** The kernel in WebAssembly: several times as fast as JavaScript. */
export class WasmRecordParser implements RecordParser {
  readonly columns: readonly Uint32Array[]
  readonly capacity: number
  readonly wide: WideValue[] = []
  readonly #kernel: Kernel
  readonly #input: Uint8Array
  /** Where the loaded bytes stood in theirs, and how many they are. */
  #from = 0
  #length = 0

  /** @throws where the host does not allow WebAssembly */
  constructor(stride: number) {
    const kernel = instantiate()
    this.capacity = recordCapacity(stride)
    const { buffer } = kernel.memory
    this.columns = Array.from(
      { length: stride },
      (_, i) => new Uint32Array(buffer, COLUMNS + i * this.capacity * 4, this.capacity),
    )
    this.#input = new Uint8Array(buffer, INPUT, INPUT_BYTES)
    this.#kernel = kernel
  }

  get records(): number {
    return this.#kernel.record.value
  }

  get fields(): number {
    return this.#kernel.field.value
  }

  load(bytes: Uint8Array, from: number, to: number): void {
    this.#input.set(bytes.subarray(from, to))
    this.#from = from
    this.#length = to - from
  }

  run(position: number): number {
    const shift = INPUT - this.#from
    const stride = this.columns.length
    const end = INPUT + this.#length
    return this.#kernel.parse(position + shift, end, COLUMNS, stride, this.capacity) - shift
  }

  push(value: number): void {
    const { record, field } = this.#kernel
    storeNumber(this, record.value, field.value, value)
    field.value++
    if (field.value === this.columns.length) {
      field.value = 0
      record.value++
    }
  }

  clear(): void {
    this.#kernel.record.value = 0
    this.wide.length = 0
  }
}

let compiled: object | undefined

function instantiate(): Kernel {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly
  compiled ??= new wasm.Module(Uint8Array.from(atob(RECORDS_WASM), (c) => c.charCodeAt(0)))
  return new wasm.Instance(compiled).exports as Kernel
}
