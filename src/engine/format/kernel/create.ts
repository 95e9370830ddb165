import { JsNumberParser } from './js-number-parser.ts'
import type { NumberParser } from './number-parser.ts'
import { WasmNumberParser } from './wasm-number-parser.ts'

/** The fastest kernel that the host allows: a page may forbid WebAssembly by its content security policy. */
export function createNumberParser(): NumberParser {
  try {
    return new WasmNumberParser()
  } catch {
    return new JsNumberParser()
  }
}
