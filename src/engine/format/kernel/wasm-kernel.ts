import { INPUT_BYTES } from './number-parser.ts'
import { NUMBERS_WASM } from './numbers.wasm.ts'

/** Where input bytes go in the memory: after the few bytes that the compiler keeps for itself. */
export const INPUT = 1024
/** Where results of 32 bits each go. */
export const OUTPUT = INPUT + INPUT_BYTES

/** As much of WebAssembly as is used here; not every runtime's types know it. */
interface Wasm {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Instance: new (module: object) => { readonly exports: unknown }
}

/** What `assembly/kernel.ts` exports. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly count: { value: number }
  readonly commas: { readonly value: number }
  parse(from: number, to: number, numbers: number, capacity: number): number
  records(from: number, to: number, fields: number, room: number, stride: number): number
  translate(numbers: number, length: number, table: number, known: number, bytes: number): number
  addUp(numbers: number, length: number, before: number): number
  largest(numbers: number, length: number): number
  skim(from: number, to: number): number
  quotes(from: number, to: number, positions: number): number
  readonly maxName: { value: number }
  readonly recordsTaken: { readonly value: number }
  readonly edgesTaken: { readonly value: number }
  edges(
    from: number,
    to: number,
    links: number,
    labels: number,
    capacity: number,
    table: number,
    types: number,
    inverse: number,
    bits: number,
    nodes: number,
    isLong: boolean,
    room: number,
  ): number
  recognize(
    labels: number,
    first: number,
    ends: number,
    numbers: number,
    nodes: number,
    end: number,
    slots: number,
    strangers: number,
  ): number
  readonly strange: { readonly value: number }
  settle(
    labels: number,
    first: number,
    ends: number,
    numbers: number,
    nodes: number,
    slots: number,
    strangers: number,
  ): void
}

let compiled: object | undefined

/** @throws where the host does not allow WebAssembly, or knows none with 128-bit vectors */
export function instantiate(): Kernel {
  const wasm = (globalThis as unknown as { WebAssembly: Wasm }).WebAssembly
  compiled ??= new wasm.Module(bytesOf(atob(NUMBERS_WASM)))
  return new wasm.Instance(compiled).exports as Kernel
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}
