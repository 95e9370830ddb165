import { column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { edgeHasIndex } from '../../model/kinds.ts'
import { linkType, makeLink } from '../../model/links.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { WideNumber } from '../kernel/number-parser.ts'
import type { EdgeLayout } from './meta.ts'

/** Scatters the records of the section `edges` into columns. */
export class EdgeColumns implements NumberSink {
  readonly stride: number
  readonly #layout: EdgeLayout
  readonly #codes: Uint8Array
  readonly #nodeStride: number
  readonly #nodeCount: number
  readonly #declared: number
  #link: Uint32Array
  #name: Uint32Array
  #count = 0
  #maxName = 0

  /**
   * @param codes our type for each of the file's type numbers
   * @param nodeStride numbers in a node's record: targets are written as multiples of it
   * @param declared how many edges the nodes declare
   * @param capacity how many edges to make room for at first
   * @param shared whether other threads should see the columns
   */
  constructor(
    layout: EdgeLayout,
    codes: Uint8Array,
    nodeStride: number,
    nodeCount: number,
    declared: number,
    capacity: number,
    shared: boolean,
  ) {
    this.stride = layout.stride
    this.#layout = layout
    this.#codes = codes
    this.#nodeStride = nodeStride
    this.#nodeCount = nodeCount
    this.#declared = declared
    this.#link = column(Uint32Array, capacity, shared)
    this.#name = column(Uint32Array, capacity, shared)
  }

  get count(): number {
    return this.#count
  }

  /** The largest string index used as a name. */
  get maxName(): number {
    return this.#maxName
  }

  accept(numbers: Uint32Array, count: number, wide: readonly WideNumber[]): void {
    const first = this.#count
    const end = first + count
    if (end > this.#declared) {
      throw bad(`There are more edges than the ${this.#declared} that the nodes declare`)
    }
    if (end > this.#link.length) this.#grow(end)
    this.#take(numbers, count, first)
    for (const { at, value } of wide) {
      this.#takeWide(first + Math.floor(at / this.stride), at % this.stride, value)
    }
    this.#count = end
  }

  finish() {
    const n = this.#count
    if (n !== this.#declared) {
      throw bad(`The nodes declare ${this.#declared} edges, but there are only ${n}`)
    }
    return {
      edgeLink: trimmed(this.#link, n),
      edgeName: trimmed(this.#name, n),
    }
  }

  #grow(needed: number): void {
    const capacity = Math.min(this.#declared, nextCapacity(this.#link.length, needed))
    this.#link = grown(this.#link, capacity)
    this.#name = grown(this.#name, capacity)
  }

  #take(numbers: Uint32Array, count: number, first: number): void {
    const { stride } = this
    const { type, name, target } = this.#layout
    const codes = this.#codes
    const links = this.#link
    const names = this.#name
    const nodeStride = this.#nodeStride
    const nodeCount = this.#nodeCount
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
      const label = numbers[at + name]!
      if (label > max && !edgeHasIndex(code)) max = label
      links[first + i] = makeLink(node, code)
      names[first + i] = label
    }
    this.#maxName = max
  }

  #wrong(edge: number, fileType: number, position: number): HeapError {
    const types = this.#codes.length
    return fileType >= types
      ? bad(`Edge ${edge} has type ${fileType}, but the file declares only ${types} edge types`)
      : pointsNowhere(edge, position)
  }

  /** Only a target may need more than 32 bits: it is written as a multiple of the node's stride. */
  #takeWide(edge: number, field: number, value: number): void {
    if (field !== this.#layout.target) {
      throw bad(`Edge ${edge} has ${value} in field ${field + 1} of its record, which cannot be`)
    }
    const target = value / this.#nodeStride
    if (!(Number.isInteger(target) && target >= 0 && target < this.#nodeCount))
      throw pointsNowhere(edge, value)
    this.#link[edge] = makeLink(target, linkType(this.#link[edge]!))
  }
}

function pointsNowhere(edge: number, position: number): HeapError {
  return bad(`Edge ${edge} points at ${position}, where no node is`)
}

function bad(what: string): HeapError {
  return new HeapError('bad-edge', `${what} (section “edges”); the file is damaged, capture it again.`)
}
