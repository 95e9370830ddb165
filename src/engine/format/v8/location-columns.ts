import { grown, nextCapacity, trimmed } from '../../base/columns.ts'
import { sortIndexesBy } from '../../base/radix-sort.ts'
import type { Locations } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { LocationLayout } from './meta.ts'

const FIRST_CAPACITY = 4096

/** Scatters the records of the section `locations` into columns. Records that point at no node are left out. */
export class LocationColumns implements NumberSink {
  readonly stride: number
  readonly #layout: LocationLayout
  readonly #nodeStride: number
  readonly #nodeCount: number
  /** node, script id, line, column, script node. */
  #columns = [0, 0, 0, 0, 0].map(() => new Uint32Array(FIRST_CAPACITY))
  #count = 0

  constructor(layout: LocationLayout, nodeStride: number, nodeCount: number) {
    this.stride = layout.stride
    this.#layout = layout
    this.#nodeStride = nodeStride
    this.#nodeCount = nodeCount
  }

  accept(values: Float64Array, count: number): void {
    const { node, scriptId, line, column, scriptNode } = this.#layout
    for (let i = 0; i < count; i += this.stride) {
      const target = Math.floor(values[i + node]! / this.#nodeStride)
      if (!(target >= 0 && target < this.#nodeCount)) continue
      const at = this.#count++
      if (at === this.#columns[0]!.length) {
        this.#columns = this.#columns.map((c) => grown(c, nextCapacity(at, at + 1)))
      }
      this.#columns[0]![at] = target
      this.#columns[1]![at] = values[i + scriptId]!
      this.#columns[2]![at] = values[i + line]!
      this.#columns[3]![at] = values[i + column]!
      if (scriptNode !== -1) this.#columns[4]![at] = Math.floor(values[i + scriptNode]! / this.#nodeStride)
    }
  }

  finish(): Locations {
    const [node, scriptId, line, column, scriptNode] = this.#sorted()
    return {
      node: node!,
      scriptId: scriptId!,
      line: line!,
      column: column!,
      scriptNode: this.#layout.scriptNode === -1 ? null : scriptNode!,
    }
  }

  /** By node; of two for one node the later in the file comes later. */
  #sorted(): Uint32Array[] {
    const columns = this.#columns.map((column) => trimmed(column, this.#count))
    const node = columns[0]!
    if (isAscending(node)) return columns
    const order = new Uint32Array(node.length)
    for (let i = 0; i < order.length; i++) order[i] = i
    sortIndexesBy(order, (i) => node[i]!, false)
    return columns.map((column) => {
      const sorted = new Uint32Array(order.length)
      for (let i = 0; i < order.length; i++) sorted[i] = column[order[i]!]!
      return sorted
    })
  }
}

function isAscending(column: Uint32Array): boolean {
  for (let i = 1; i < column.length; i++) {
    if (column[i]! < column[i - 1]!) return false
  }
  return true
}
