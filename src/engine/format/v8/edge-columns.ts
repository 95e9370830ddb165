import { grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { edgeHasIndex } from '../../model/kinds.ts'
import type { WideNames } from '../../model/labels.ts'
import { linkType, makeLink } from '../../model/links.ts'
import type { EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { createEdgeText, type EdgeText } from '../kernel/edge-text.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { NumberParser, WideNumber } from '../kernel/number-parser.ts'
import type { EdgeLayout } from './meta.ts'

/** What the records of the section `edges` look like, and what they may say; it can cross to another thread. */
export interface EdgeShape {
  readonly layout: EdgeLayout
  /** Our type for each of the file's type numbers. */
  readonly codes: Uint8Array
  /** Numbers in a node's record: targets are written as multiples of it. */
  readonly nodeStride: number
  readonly nodeCount: number
  /** How many edges the nodes declare. */
  readonly declared: number
}

/** Puts the records of the section `edges` into columns. */
export class EdgeColumns implements NumberSink {
  readonly stride: number
  readonly #shape: EdgeShape
  readonly #names: EdgeNameCollector
  readonly #wide: WideNames
  #link: Uint32Array
  #count: number
  readonly #text: EdgeText | null
  #labels = new Uint32Array(0)
  #maxName = 0

  /**
   * @param link room for `Snapshot.edgeLink` at first
   * @param names takes the labels of the same edges
   * @param wide takes the names that do not fit into labels
   * @param parser reads the section
   * @param count how many edges are there already
   */
  constructor(
    shape: EdgeShape,
    link: Uint32Array,
    names: EdgeNameCollector,
    wide: WideNames,
    parser: NumberParser,
    count = 0,
  ) {
    this.#text = createEdgeText(parser, shape.layout, { ...shape, hasIndex: edgeHasIndex })
    this.stride = shape.layout.stride
    this.#shape = shape
    this.#link = link
    this.#names = names
    this.#wide = wide
    this.#count = count
  }

  get count(): number {
    return this.#count
  }

  /** The largest string index used as a name. */
  get maxName(): number {
    return Math.max(this.#maxName, this.#text?.maxName ?? 0)
  }

  /** Counts edges that others put into the columns. */
  adopt(count: number): void {
    this.#count += count
  }

  get readsText(): boolean {
    return this.#text !== null
  }

  takeText(position: number): number {
    const text = this.#text!
    const end = text.run(position)
    const count = text.taken
    const first = this.#count
    this.#makeRoom(count)
    this.#link.set(text.links.subarray(0, count), first)
    this.#names.take(text.labels, first, count, text)
    return end
  }

  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void {
    const first = this.#count
    this.#makeRoom(count)
    this.#take(numbers, first, count)
    for (const { at, value } of wide) {
      this.#takeWide(first + Math.floor(at / this.stride), at % this.stride, value)
    }
  }

  /** `Snapshot.edgeLink`. @throws HeapError where there are fewer edges than the nodes declare */
  finish(): Uint32Array {
    const n = this.#count
    if (n !== this.#shape.declared) {
      throw bad(`The nodes declare ${this.#shape.declared} edges, but there are only ${n}`)
    }
    return trimmed(this.#link, n)
  }

  /** For `count` edges more. */
  #makeRoom(count: number): void {
    const { declared } = this.#shape
    this.#count += count
    const needed = this.#count
    if (needed > declared) {
      throw bad(`There are more edges than the ${declared} that the nodes declare`)
    }
    if (needed <= this.#link.length) return
    this.#link = grown(this.#link, Math.min(declared, nextCapacity(this.#link.length, needed)))
  }

  #take(numbers: Uint32Array, first: number, count: number): void {
    const { stride } = this
    if (count > this.#labels.length) this.#labels = new Uint32Array(count)
    const { layout, codes, nodeStride, nodeCount } = this.#shape
    const { type, name, target } = layout
    const links = this.#link
    const labels = this.#labels
    // Positions are multiples of the stride, so that rounding makes up for what the product lacks in precision.
    const inverse = 1 / nodeStride
    let max = this.#maxName
    for (let i = 0, at = 0; i < count; i++, at += stride) {
      const fileType = numbers[at + type]!
      const position = numbers[at + target]!
      const node = (position * inverse + 0.5) >>> 0
      if (fileType >= codes.length || node >= nodeCount || node * nodeStride !== position) {
        throw this.#wrong(first + i, fileType, position)
      }
      const code = codes[fileType]!
      const called = numbers[at + name]!
      if (called > max && !edgeHasIndex(code)) max = called
      links[first + i] = makeLink(node, code)
      labels[i] = this.#wide.labelOf(called, code)
    }
    this.#maxName = max
    this.#names.take(labels, first, count)
  }

  #wrong(edge: number, fileType: number, position: number): HeapError {
    const types = this.#shape.codes.length
    return fileType >= types
      ? bad(`Edge ${edge} has type ${fileType}, but the file declares only ${types} edge types`)
      : pointsNowhere(edge, position)
  }

  /** Only a target may need more than 32 bits: it is written as a multiple of the node's stride. */
  #takeWide(edge: number, field: number, value: number): void {
    const { layout, nodeStride, nodeCount } = this.#shape
    if (field !== layout.target) {
      throw bad(`Edge ${edge} has ${value} in field ${field + 1} of its record, which cannot be`)
    }
    const target = value / nodeStride
    if (!(Number.isInteger(target) && target >= 0 && target < nodeCount)) throw pointsNowhere(edge, value)
    this.#link[edge] = makeLink(target, linkType(this.#link[edge]!))
  }
}

function pointsNowhere(edge: number, position: number): HeapError {
  return bad(`Edge ${edge} points at ${position}, where no node is`)
}

function bad(what: string): HeapError {
  return new HeapError('bad-edge', `${what} (section “edges”); the file is damaged, capture it again.`)
}
