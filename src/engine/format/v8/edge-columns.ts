import { grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { HeapError } from '../../base/error.ts'
import { edgeHasIndex } from '../../model/kinds.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { EdgeLayout } from './meta.ts'

/** Scatters the records of the section `edges` into columns. */
export class EdgeColumns implements NumberSink {
  readonly stride: number
  readonly #layout: EdgeLayout
  readonly #codes: Uint8Array
  readonly #nodeStride: number
  readonly #nodeCount: number
  readonly #declared: number
  #type: Uint8Array<ArrayBuffer>
  #name: Uint32Array<ArrayBuffer>
  #target: Uint32Array<ArrayBuffer>
  #count = 0
  #maxName = 0

  /**
   * @param codes our type for each of the file's type numbers
   * @param nodeStride numbers in a node's record: targets are written as multiples of it
   * @param declared how many edges the nodes declare
   * @param capacity how many edges to make room for at first
   */
  constructor(
    layout: EdgeLayout,
    codes: Uint8Array,
    nodeStride: number,
    nodeCount: number,
    declared: number,
    capacity: number,
  ) {
    this.stride = layout.stride
    this.#layout = layout
    this.#codes = codes
    this.#nodeStride = nodeStride
    this.#nodeCount = nodeCount
    this.#declared = declared
    this.#type = new Uint8Array(capacity)
    this.#name = new Uint32Array(capacity)
    this.#target = new Uint32Array(capacity)
  }

  get count(): number {
    return this.#count
  }

  /** The largest string index used as a name. */
  get maxName(): number {
    return this.#maxName
  }

  accept(values: Float64Array, count: number): void {
    const first = this.#count
    const end = first + count / this.stride
    if (end > this.#declared) {
      throw bad(`There are more edges than the ${this.#declared} that the nodes declare`)
    }
    if (end > this.#type.length) this.#grow(end)
    this.#takeTypesAndNames(values, count, first)
    this.#takeTargets(values, count, first)
    this.#count = end
  }

  finish() {
    const n = this.#count
    if (n !== this.#declared) {
      throw bad(`The nodes declare ${this.#declared} edges, but there are only ${n}`)
    }
    return {
      edgeType: trimmed(this.#type, n),
      edgeName: trimmed(this.#name, n),
      edgeTarget: trimmed(this.#target, n),
    }
  }

  #grow(needed: number): void {
    const capacity = Math.min(this.#declared, nextCapacity(this.#type.length, needed))
    this.#type = grown(this.#type, capacity)
    this.#name = grown(this.#name, capacity)
    this.#target = grown(this.#target, capacity)
  }

  #takeTypesAndNames(values: Float64Array, count: number, first: number): void {
    const { stride } = this
    const codes = this.#codes
    const types = this.#type
    const names = this.#name
    const nameOffset = this.#layout.name - this.#layout.type
    let max = this.#maxName
    for (let i = this.#layout.type, edge = first; i < count; i += stride, edge++) {
      const fileType = values[i]!
      const name = values[i + nameOffset]!
      if (!(fileType < codes.length && fileType >= 0)) {
        throw bad(`Edge ${edge} has type ${fileType}, but the file declares only ${codes.length} edge types`)
      }
      const type = codes[fileType]!
      types[edge] = type
      names[edge] = name
      if (name > max && !edgeHasIndex(type)) max = name
    }
    this.#maxName = max
  }

  #takeTargets(values: Float64Array, count: number, first: number): void {
    const { stride } = this
    const targets = this.#target
    const nodeStride = this.#nodeStride
    const limit = this.#nodeCount * nodeStride
    for (let i = this.#layout.target, edge = first; i < count; i += stride, edge++) {
      const position = values[i]!
      const target = Math.floor(position / nodeStride)
      if (!(position >= 0 && position < limit) || target * nodeStride !== position) {
        throw bad(`Edge ${edge} points at ${position}, where no node is`)
      }
      targets[edge] = target
    }
  }
}

function bad(what: string): HeapError {
  return new HeapError('bad-edge', `${what} (section “edges”); the file is damaged, capture it again.`)
}
