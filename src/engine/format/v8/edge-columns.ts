import { column, grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { edgeHasIndex } from '../../model/kinds.ts'
import { linkType, makeLink } from '../../model/links.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { WideValue } from '../kernel/record-parser.ts'
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

  accept(columns: readonly Uint32Array[], count: number, wide: readonly WideValue[]): void {
    const { type, name, target } = this.#layout
    const first = this.#count
    const end = first + count
    if (end > this.#declared) {
      throw bad(`There are more edges than the ${this.#declared} that the nodes declare`)
    }
    if (end > this.#link.length) this.#grow(end)
    this.#name.set(columns[name]!.subarray(0, count), first)
    this.#takeTypes(columns[type]!, columns[name]!, count, first)
    this.#takeTargets(columns[target]!, count, first)
    for (const { record, field, value } of wide) this.#takeWide(first + record, field, value)
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

  #takeTypes(fileTypes: Uint32Array, names: Uint32Array, count: number, first: number): void {
    const codes = this.#codes
    const links = this.#link
    let max = this.#maxName
    for (let i = 0; i < count; i++) {
      const fileType = fileTypes[i]!
      if (fileType >= codes.length) {
        throw bad(
          `Edge ${first + i} has type ${fileType}, but the file declares only ${codes.length} edge types`,
        )
      }
      const type = codes[fileType]!
      links[first + i] = type
      if (names[i]! > max && !edgeHasIndex(type)) max = names[i]!
    }
    this.#maxName = max
  }

  #takeTargets(positions: Uint32Array, count: number, first: number): void {
    const links = this.#link
    const nodeStride = this.#nodeStride
    const nodeCount = this.#nodeCount
    for (let i = 0; i < count; i++) {
      const position = positions[i]!
      const target = (position / nodeStride) >>> 0
      if (target >= nodeCount || target * nodeStride !== position) throw pointsNowhere(first + i, position)
      links[first + i] = makeLink(target, links[first + i]!)
    }
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
