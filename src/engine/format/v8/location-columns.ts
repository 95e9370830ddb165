import { grown, nextCapacity } from '../../base/columns.ts'
import type { Locations } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { LocationLayout } from './meta.ts'

/** Of so many nodes one has a location, at a guess; the columns grow where more have. */
const NODES_A_LOCATION = 4

type Column = Uint32Array

/** Scatters the records of the section `locations` into columns. Records that point at no node are left out. */
export class LocationColumns implements NumberSink {
  readonly stride: number
  readonly #layout: LocationLayout
  readonly #nodeStride: number
  readonly #nodeCount: number
  /** node, script id, line, column, script node. */
  #columns: Column[]
  #count = 0

  constructor(layout: LocationLayout, nodeStride: number, nodeCount: number) {
    this.stride = layout.stride
    this.#layout = layout
    this.#nodeStride = nodeStride
    this.#nodeCount = nodeCount
    const capacity = Math.ceil(nodeCount / NODES_A_LOCATION)
    this.#columns = [0, 0, 0, 0, 0].map(() => new Uint32Array(capacity))
  }

  accept(columns: readonly Uint32Array[], count: number): void {
    const { node, scriptId, line, column, scriptNode } = this.#layout
    for (let i = 0; i < count; i++) {
      const target = Math.floor(columns[node]![i]! / this.#nodeStride)
      if (target >= this.#nodeCount) continue
      const at = this.#count++
      if (at === this.#columns[0]!.length) {
        this.#columns = this.#columns.map((values) => grown(values, nextCapacity(at, at + 1)))
      }
      this.#columns[0]![at] = target
      this.#columns[1]![at] = columns[scriptId]![i]!
      this.#columns[2]![at] = columns[line]![i]!
      this.#columns[3]![at] = columns[column]![i]!
      if (scriptNode !== -1) {
        this.#columns[4]![at] = Math.floor(columns[scriptNode]![i]! / this.#nodeStride)
      }
    }
  }

  /**
   * Of several locations for one node the last in the file counts. O(nodes + locations).
   * @param breathe lets others run between two steps
   */
  async finish(breathe: () => Promise<void> | undefined): Promise<Locations> {
    const order = lastOfEachNode(this.#columns[0]!, this.#count, this.#nodeCount)
    const sorted: Column[] = []
    for (const column of this.#columns) {
      await breathe()
      sorted.push(taken(column, order))
    }
    const [node, scriptId, line, column, scriptNode] = sorted as [Column, Column, Column, Column, Column]
    return { node, scriptId, line, column, scriptNode: this.#layout.scriptNode === -1 ? null : scriptNode }
  }
}

/** The position of the last entry of each node that has one, by node. */
function lastOfEachNode(node: Column, count: number, nodeCount: number): Column {
  const last = new Uint32Array(nodeCount)
  let nodes = 0
  for (let i = 0; i < count; i++) {
    if (last[node[i]!] === 0) nodes++
    last[node[i]!] = i + 1
  }
  const order = new Uint32Array(nodes)
  for (let at = 0, next = 0; at < nodeCount; at++) {
    if (last[at] !== 0) order[next++] = last[at]! - 1
  }
  return order
}

function taken(values: Column, order: Column): Column {
  const result = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) result[i] = values[order[i]!]!
  return result
}
