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

/** What the tails that might be read turned out to be, the longest first. */
export type PossibleTails = readonly TailBounds[]

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
  /** Does `findEdgeTails` there. */
  findTails(search: TailSearch): Promise<PossibleTails>
  /** Does `readEdgeTail` there. */
  readTail(request: TailRequest): Promise<TailFindings>
}

/**
 * Counts the numbers from the first comma after `from`, and after some bytes further on, to the end of the list they are
 * in: only then is it known which edge is the first of them. None where there is more than numbers. O(bytes).
 */
export async function findEdgeTails(
  source: ByteSource,
  { from, stride }: TailSearch,
): Promise<PossibleTails> {
  const scan = new TailScan(stride)
  let offset = from
  for await (const chunk of source.chunks(from)) {
    if (scan.take(chunk, offset)) return scan.tails()
    offset += chunk.length
  }
  return []
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

/** Bytes between two places where a tail may begin, at least. */
const STEP = 1 << 18

/** A place where a tail may begin. */
interface Place {
  /** How many commas are before it. */
  readonly before: number
  /** Positions after the first commas from here on: one of the first records begins there. */
  readonly starts: number[]
}

/** Walks over a list of numbers without reading them. */
class TailScan {
  readonly #stride: number
  readonly #parser = createNumberParser()
  readonly #places: Place[] = []
  #starts: number[] = []
  #nextPlace = 0
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
      if (offset + from >= this.#nextPlace) this.#beginPlace(offset + from)
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

  /** None where something else than numbers came up. */
  tails(): TailBounds[] {
    if (this.#strange) return []
    return this.#places.flatMap(({ before, starts }) => {
      // All numbers after the first comma; the last one has no comma behind it.
      const numbers = this.#commas - before
      const edges = Math.floor(numbers / this.#stride)
      const start = starts[numbers % this.#stride]
      return edges === 0 || start === undefined ? [] : [{ start, end: this.#end, edges }]
    })
  }

  #beginPlace(at: number): void {
    this.#starts = []
    this.#places.push({ before: this.#commas, starts: this.#starts })
    this.#nextPlace = at + STEP
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
