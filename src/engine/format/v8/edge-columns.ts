import { grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { edgeHasIndex } from '../../model/kinds.ts'
import type { WideNames } from '../../model/labels.ts'
import { linkType, makeLink } from '../../model/links.ts'
import type { EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { createEdgeScatter, type EdgeScatter } from '../kernel/edge-scatter.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { WideNumber } from '../kernel/number-parser.ts'
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

/** Records that the kernel takes at a time. */
const SCATTERED = 4

/** Scatters the records of the section `edges` into columns. */
export class EdgeColumns implements NumberSink {
  readonly stride: number
  readonly #shape: EdgeShape
  readonly #names: EdgeNameCollector
  readonly #wide: WideNames
  #link: Uint32Array
  #count: number
  readonly #scatter: EdgeScatter | null
  /** Labels of records that `#scatter` has not taken. */
  #labels = new Uint32Array(SCATTERED)
  #maxName = 0

  /**
   * @param link room for `Snapshot.edgeLink` at first
   * @param names takes the labels of the same edges
   * @param wide takes the names that do not fit into labels
   * @param count how many edges are there already
   */
  constructor(
    shape: EdgeShape,
    link: Uint32Array,
    names: EdgeNameCollector,
    wide: WideNames,
    count = 0,
    scatter = createEdgeScatter(shape.layout, { ...shape, hasIndex: edgeHasIndex }),
  ) {
    this.#scatter = scatter
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
    return Math.max(this.#maxName, this.#scatter?.maxName ?? 0)
  }

  /** Counts edges that others put into the columns. */
  adopt(count: number): void {
    this.#count += count
  }

  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void {
    const first = this.#count
    const end = first + count
    if (end > this.#shape.declared) {
      throw bad(`There are more edges than the ${this.#shape.declared} that the nodes declare`)
    }
    if (end > this.#link.length) this.#grow(end)
    if (this.#scatter) this.#takeFast(this.#scatter, numbers, count)
    else this.#take(numbers, 0, count)
    for (const { at, value } of wide) {
      this.#takeWide(first + Math.floor(at / this.stride), at % this.stride, value)
    }
    this.#count = end
  }

  /** `Snapshot.edgeLink`. @throws HeapError where there are fewer edges than the nodes declare */
  finish(): Uint32Array {
    const n = this.#count
    if (n !== this.#shape.declared) {
      throw bad(`The nodes declare ${this.#shape.declared} edges, but there are only ${n}`)
    }
    return trimmed(this.#link, n)
  }

  #grow(needed: number): void {
    const capacity = Math.min(this.#shape.declared, nextCapacity(this.#link.length, needed))
    this.#link = grown(this.#link, capacity)
  }

  /** Leaves to `#take` what the kernel does not. */
  #takeFast(scatter: EdgeScatter, numbers: Uint32Array, count: number): void {
    const first = this.#count
    scatter.load(numbers, count)
    for (let from = 0; from < count;) {
      const to = scatter.run(from)
      this.#link.set(scatter.links.subarray(from, to), first + from)
      this.#names.take(scatter.labels.subarray(from, to), first + from, to - from)
      from = Math.min(count, to + SCATTERED)
      if (from > to) this.#take(numbers, to, from)
    }
  }

  /** Takes the records `from` to `to` of those at hand. */
  #take(numbers: Uint32Array, from: number, to: number): void {
    const { stride } = this
    const first = this.#count
    if (to - from > this.#labels.length) this.#labels = new Uint32Array(to - from)
    const { layout, codes, nodeStride, nodeCount } = this.#shape
    const { type, name, target } = layout
    const links = this.#link
    const labels = this.#labels
    // Positions are multiples of the stride, so that rounding makes up for what the product lacks in precision.
    const inverse = 1 / nodeStride
    let max = this.#maxName
    for (let i = from, at = from * stride; i < to; i++, at += stride) {
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
      labels[i - from] = this.#wide.labelOf(called, code)
    }
    this.#maxName = max
    this.#names.take(labels, first + from, to - from)
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
