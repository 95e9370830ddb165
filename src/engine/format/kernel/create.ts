import { JsRecordParser } from './js-record-parser.ts'
import type { RecordParser } from './record-parser.ts'
import { WasmRecordParser } from './wasm-record-parser.ts'

/** The fastest kernel that the host allows: a page may forbid WebAssembly by its content security policy. */
export function createRecordParser(stride: number): RecordParser {
  try {
    return new WasmRecordParser(stride)
  } catch {
    return new JsRecordParser(stride)
  }
}
