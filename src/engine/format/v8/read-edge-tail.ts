import { HeapError } from '../../base/error.ts'
import { type CollectedTail, EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { WideNames } from '../../model/labels.ts'
import { NumberSection } from '../json/number-section.ts'
import { Byte, isSpace } from '../json/section.ts'
import { createNumberParser } from '../kernel/create.ts'
import { INPUT_BYTES } from '../kernel/number-parser.ts'
import type { ByteSource } from '../source.ts'
import { EdgeColumns, type EdgeShape } from './edge-columns.ts'

/** Where another thread is to look for the last part of the section `edges`; it can cross to one. */
export interface TailSearch {
  /** `ByteSource.origin` of the file. */
  readonly origin: unknown
  /** Where to begin, in bytes: somewhere within the section, as far as one can tell beforehand. */
  readonly from: number
  /** Numbers in an edge's record. */
  readonly stride: number
}

/** What the tail turned out to be. */
export interface TailBounds {
  /** The first byte of its first record. */
  readonly start: number
  /** Where the list's closing bracket is. */
  readonly end: number
  /** How many edges lie between. */
  readonly edges: number
}

/** The tail and where its edges go; it can cross to another thread. */
export interface TailRequest {
  readonly origin: unknown
  readonly bounds: TailBounds
  readonly shape: EdgeShape
  /** Columns in shared memory: of the snapshot `firstEdge` and, to be filled, `edgeLink`; of its edge names `sequence`. */
  readonly firstEdge: Uint32Array
  readonly link: Uint32Array
  readonly sequence: Uint32Array
}

/** What the tail holds beside what its columns take. */
export interface TailFindings {
  /** The largest string index used as a name. */
  readonly maxName: number
  readonly names: CollectedTail
  /** Table 1 of the names that do not fit into labels. */
  readonly wide: readonly number[]
}

/** Another thread that can read a part of the file. */
export interface TailReader {
  /** Does `findEdgeTail` there. */
  findTail(search: TailSearch): Promise<TailBounds | null>
  /** Does `readEdgeTail` there. */
  readTail(request: TailRequest): Promise<TailFindings>
}

/**
 * Counts the numbers from the first comma after `from` to the end of the list they are in: only then is it known which
 * edge is the first of them. Null where there is more than numbers. O(bytes).
 */
export async function findEdgeTail(
  source: ByteSource,
  { from, stride }: TailSearch,
): Promise<TailBounds | null> {
  const scan = new TailScan(stride)
  let offset = from
  for await (const chunk of source.chunks(from)) {
    if (scan.take(chunk, offset)) return scan.bounds()
    offset += chunk.length
  }
  return null
}

/**
 * Reads the tail into its places at the end of the columns.
 * @throws HeapError
 */
export async function readEdgeTail(
  source: ByteSource,
  { bounds, shape, firstEdge, link, sequence }: TailRequest,
): Promise<TailFindings> {
  const first = shape.declared - bounds.edges
  const names = new EdgeNameCollector(firstEdge, sequence, true, first)
  const wide = new WideNames(1)
  const parser = createNumberParser()
  const columns = new EdgeColumns(shape, link, names, wide, parser, first)
  const section = new NumberSection('edges', columns, parser)
  section.read(Uint8Array.of(Byte.openBracket), 0, 1, 0)
  let offset = bounds.start
  for await (const chunk of source.chunks(offset)) {
    if (section.read(chunk, 0, chunk.length, offset) !== -1) {
      return { maxName: columns.maxName, names: names.tail, wide: wide.names }
    }
    offset += chunk.length
  }
  throw new HeapError('cut-off', 'The file became shorter while it was read.')
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
