import { column } from '../../base/columns.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import type { Locations, PlaceColumn, Places } from '../../model/snapshot.ts'
import type { NumberSink } from '../json/number-section.ts'
import type { LocationLayout } from './meta.ts'

/** Numbers in a place: script id, line, column, script node. */
const PLACE = 4
const MAX_NARROW = 0xffff
/** Places remembered by a few of their bits: those that come again and again need no look into the table. */
const REMEMBERED = 1 << 12

/** Scatters the records of the section `locations` by node. Records that point at no node are left out. */
export class LocationColumns implements NumberSink {
  readonly stride: number
  readonly #layout: LocationLayout
  readonly #nodeStride: number
  readonly #nodeCount: number
  readonly #shared: boolean
  /** Made when it is needed: another thread may have read the section before. */
  #made: PlaceColumn | undefined
  /** Sequences of `PLACE` numbers; sequence i is place i + 1. */
  readonly #places = new TupleTable()
  readonly #tuple = new Uint32Array(PLACE)
  /** `PLACE` numbers for each place remembered, and which it is. */
  readonly #known = new Uint32Array(REMEMBERED * PLACE)
  readonly #knownPlace = new Uint32Array(REMEMBERED)

  /** @param shared whether other threads should see which node has which place */
  constructor(layout: LocationLayout, nodeStride: number, nodeCount: number, shared = false) {
    this.stride = layout.stride
    this.#layout = layout
    this.#nodeStride = nodeStride
    this.#nodeCount = nodeCount
    this.#shared = shared
  }

  /** Of several locations for one node the last counts. */
  accept(numbers: Uint32Array, count: number): void {
    const { stride } = this
    const { node } = this.#layout
    // Positions are multiples of the stride, so that rounding makes up for what the product lacks in precision.
    const inverse = 1 / this.#nodeStride
    let places = this.#place
    for (let i = 0, at = 0; i < count; i++, at += stride) {
      const target = (numbers[at + node]! * inverse + 0.5) >>> 0
      if (target >= this.#nodeCount) continue
      const place = this.#placeOf(numbers, at)
      if (place > MAX_NARROW && places instanceof Uint16Array) places = widened(places, this.#shared)
      places[target] = place
    }
    this.#made = places
  }

  get #place(): PlaceColumn {
    return (this.#made ??= column(Uint16Array, this.#nodeCount, this.#shared))
  }

  finish(): Locations {
    return { place: this.#place, places: this.#distinct() }
  }

  /** @param at where the record begins */
  #placeOf(numbers: Uint32Array, at: number): number {
    const { scriptId, line, column: position, scriptNode } = this.#layout
    const script = numbers[at + scriptId]!
    const row = numbers[at + line]!
    const character = numbers[at + position]!
    const node = scriptNode === -1 ? 0 : Math.floor(numbers[at + scriptNode]! / this.#nodeStride)
    const slot =
      (Math.imul(row, 31) ^ Math.imul(character, 769) ^ Math.imul(script, 12289)) & (REMEMBERED - 1)
    const known = this.#known
    const isKnown =
      this.#knownPlace[slot] !== 0 &&
      known[slot * PLACE] === script &&
      known[slot * PLACE + 1] === row &&
      known[slot * PLACE + 2] === character &&
      known[slot * PLACE + 3] === node
    if (isKnown) return this.#knownPlace[slot]!
    this.#tuple.set([script, row, character, node])
    const place = this.#places.intern(this.#tuple, PLACE) + 1
    known.set(this.#tuple, slot * PLACE)
    this.#knownPlace[slot] = place
    return place
  }

  #distinct(): Places {
    const { count } = this.#places
    // Place 0 stands for none.
    const [scriptId, line, columns, scriptNode] = [0, 1, 2, 3].map(() => new Uint32Array(count + 1)) as [
      Uint32Array,
      Uint32Array,
      Uint32Array,
      Uint32Array,
    ]
    for (let place = 1; place <= count; place++) {
      this.#places.copy(place - 1, this.#tuple)
      scriptId[place] = this.#tuple[0]!
      line[place] = this.#tuple[1]!
      columns[place] = this.#tuple[2]!
      scriptNode[place] = this.#tuple[3]!
    }
    return { scriptId, line, column: columns, scriptNode: this.#layout.scriptNode === -1 ? null : scriptNode }
  }
}

function widened(places: Uint16Array, shared: boolean): Uint32Array {
  const wide = column(Uint32Array, places.length, shared)
  wide.set(places)
  return wide
}
