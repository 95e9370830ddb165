import { grown, nextCapacity } from '../../base/columns.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import type { Locations, Places } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { LocationLayout } from './meta.ts'

/** Of so many nodes one has a location, at a guess; the columns grow where more have. */
const NODES_A_LOCATION = 4
/** Numbers in a place: script id, line, column, script node. */
const PLACE = 4

/** Scatters the records of the section `locations` into columns. Records that point at no node are left out. */
export class LocationColumns implements NumberSink {
  readonly stride: number
  readonly #layout: LocationLayout
  readonly #nodeStride: number
  readonly #nodeCount: number
  #node: Uint32Array
  #place: Uint32Array
  #count = 0
  readonly #places = new TupleTable()
  readonly #tuple = new Uint32Array(PLACE)
  /** The place of the record before: neighbours often share theirs. */
  #last = -1

  constructor(layout: LocationLayout, nodeStride: number, nodeCount: number) {
    this.stride = layout.stride
    this.#layout = layout
    this.#nodeStride = nodeStride
    this.#nodeCount = nodeCount
    const capacity = Math.ceil(nodeCount / NODES_A_LOCATION)
    this.#node = new Uint32Array(capacity)
    this.#place = new Uint32Array(capacity)
  }

  accept(numbers: Uint32Array, count: number): void {
    const { stride } = this
    if (this.#count + count > this.#node.length) this.#grow(this.#count + count)
    for (let i = 0; i < count; i++) {
      const target = Math.floor(numbers[i * stride + this.#layout.node]! / this.#nodeStride)
      if (target >= this.#nodeCount) continue
      this.#node[this.#count] = target
      this.#place[this.#count++] = this.#placeOf(numbers, i * stride)
    }
  }

  /**
   * Of several locations for one node the last in the file counts. O(nodes + locations).
   * @param breathe lets others run between two steps
   */
  async finish(breathe: () => Promise<void> | undefined): Promise<Locations> {
    const places = this.#distinct()
    if (isAscending(this.#node, this.#count)) {
      return { node: this.#node.slice(0, this.#count), place: this.#place.slice(0, this.#count), places }
    }
    const order = lastOfEachNode(this.#node, this.#count, this.#nodeCount)
    await breathe()
    const node = taken(this.#node, order)
    await breathe()
    return { node, place: taken(this.#place, order), places }
  }

  #grow(needed: number): void {
    const capacity = nextCapacity(this.#node.length, needed)
    this.#node = grown(this.#node, capacity)
    this.#place = grown(this.#place, capacity)
  }

  /** @param at where the record begins */
  #placeOf(numbers: Uint32Array, at: number): number {
    const { scriptId, line, column, scriptNode } = this.#layout
    const tuple = this.#tuple
    const script = scriptNode === -1 ? 0 : Math.floor(numbers[at + scriptNode]! / this.#nodeStride)
    const same =
      this.#last !== -1 &&
      tuple[0] === numbers[at + scriptId] &&
      tuple[1] === numbers[at + line] &&
      tuple[2] === numbers[at + column] &&
      tuple[3] === script
    if (!same) {
      tuple[0] = numbers[at + scriptId]!
      tuple[1] = numbers[at + line]!
      tuple[2] = numbers[at + column]!
      tuple[3] = script
      this.#last = this.#places.intern(tuple, PLACE)
    }
    return this.#last
  }

  #distinct(): Places {
    const [scriptId, line, column, scriptNode] = [0, 1, 2, 3].map((part) =>
      Uint32Array.from({ length: this.#places.count }, (_, place) => this.#places.items(place)[part]!),
    ) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
    return { scriptId, line, column, scriptNode: this.#layout.scriptNode === -1 ? null : scriptNode }
  }
}

function isAscending(node: Uint32Array, count: number): boolean {
  for (let i = 1; i < count; i++) {
    if (node[i]! <= node[i - 1]!) return false
  }
  return true
}

/** The position of the last entry of each node that has one, by node. */
function lastOfEachNode(node: Uint32Array, count: number, nodeCount: number): Uint32Array {
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

function taken(values: Uint32Array, order: Uint32Array): Uint32Array {
  const result = new Uint32Array(order.length)
  for (let i = 0; i < order.length; i++) result[i] = values[order[i]!]!
  return result
}
