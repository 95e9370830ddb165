import { HeapError } from '../../base/error.ts'
import { NumberSection } from '../json/number-section.ts'
import { Byte, isSpace } from '../json/section.ts'
import { createNumberParser } from '../kernel/create.ts'
import { INPUT_BYTES } from '../kernel/number-parser.ts'
import type { ByteSource } from '../source.ts'
import { EdgeColumns, type EdgeShape } from './edge-columns.ts'

/** The last part of the section `edges`, for another thread to read; it can cross to one. */
export interface TailRequest {
  /** `ByteSource.origin` of the file. */
  readonly origin: unknown
  /** Where to begin to look, in bytes: somewhere within the section. */
  readonly from: number
  readonly shape: EdgeShape
  /** Columns in shared memory, for all edges. */
  readonly link: Uint32Array
  readonly name: Uint32Array
}

/** What a tail turned out to be. */
export interface TailBounds {
  /** The first byte of its first record. */
  readonly start: number
  /** Where the section's closing bracket is. */
  readonly end: number
  /** How many edges lie between. */
  readonly edges: number
}

/** Another thread that can read a part of the file. */
export interface TailReader {
  /**
   * Does `readEdgeTail` there.
   * @param accept told the bounds before anything is written to the columns; says whether to go on
   * @returns the largest string index used as a name; null where there is no tail, or it was not accepted
   */
  readTail(request: TailRequest, accept: (bounds: TailBounds) => boolean): Promise<number | null>
}

/** Finds out where the tail begins and ends, asks whether to read it, and reads it. */
export async function readEdgeTail(
  source: ByteSource,
  { from, shape, link, name }: TailRequest,
  accept: (bounds: TailBounds) => Promise<boolean>,
): Promise<number | null> {
  const bounds = await findBounds(source, from, shape.layout.stride)
  if (!bounds || bounds.edges > shape.declared || !(await accept(bounds))) return null
  const columns = new EdgeColumns(shape, link, name, shape.declared - bounds.edges)
  const section = new NumberSection('edges', columns)
  section.read(Uint8Array.of(Byte.openBracket), 0, 1, 0)
  let offset = bounds.start
  for await (const chunk of source.chunks(offset)) {
    if (section.read(chunk, 0, chunk.length, offset) !== -1) return columns.maxName
    offset += chunk.length
  }
  throw new HeapError('cut-off', 'The file became shorter while it was read.')
}

/** Counts the numbers from the first comma after `from` to the end of the list; null where there is more than numbers. */
async function findBounds(source: ByteSource, from: number, stride: number): Promise<TailBounds | null> {
  const scan = new TailScan(stride)
  let offset = from
  for await (const chunk of source.chunks(from)) {
    if (scan.take(chunk, offset)) return scan.bounds()
    offset += chunk.length
  }
  return null
}

/** Walks over a list of numbers without reading them. */
class TailScan {
  readonly #stride: number
  readonly #parser = createNumberParser()
  /** Positions after the first commas: one of the first records begins there. */
  readonly #starts: number[] = []
  #commas = 0
  #end = -1
  #strange = false

  constructor(stride: number) {
    this.#stride = stride
  }

  /** Takes the next bytes. Returns whether the list has ended. */
  take(bytes: Uint8Array, offset: number): boolean {
    for (let from = 0; from < bytes.length; from += INPUT_BYTES) {
      const to = Math.min(bytes.length, from + INPUT_BYTES)
      this.#parser.load(bytes, from, to)
      for (let i = from; i < to;) {
        if (this.#starts.length > this.#stride) {
          const { position, commas } = this.#parser.skim(i)
          this.#commas += commas
          i = position
        }
        if (i < to && this.#step(bytes[i]!, offset + i)) return true
        i++
      }
    }
    return false
  }

  /** Null where something else than numbers came up, or the list ends at once. */
  bounds(): TailBounds | null {
    // All numbers after the first comma; the last one has no comma behind it.
    const edges = Math.floor(this.#commas / this.#stride)
    const start = this.#starts[this.#commas % this.#stride]
    return this.#strange || edges === 0 || start === undefined ? null : { start, end: this.#end, edges }
  }

  #step(byte: number, at: number): boolean {
    if (byte === Byte.comma) {
      this.#commas++
      if (this.#starts.length <= this.#stride) this.#starts.push(at + 1)
    } else if (byte === Byte.closeBracket) {
      this.#end = at
      return true
    } else if (!isSpace(byte) && (byte - Byte.zero) >>> 0 > 9) {
      this.#strange = true
      return true
    }
    return false
  }
}
