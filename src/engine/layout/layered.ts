import { orderLayers } from './order-layers.ts'
import { spread } from './spread.ts'

/** A box to place, in pixels. */
export interface BoxSize {
  readonly width: number
  readonly height: number
}

/** An edge between boxes, by their positions in the list. */
export interface BoxLink {
  readonly from: number
  readonly to: number
}

export interface LayeredOptions {
  /** Between boxes side by side. */
  readonly gapX: number
  /** Between layers. */
  readonly gapY: number
}

/** Where everything goes. Boxes by position in the list, as are edges; all in pixels from the top left. */
export interface LayeredLayout {
  readonly width: number
  readonly height: number
  /** The left and the top of each box. */
  readonly x: readonly number[]
  readonly y: readonly number[]
  /** By box: its layer, from 0 at the top. */
  readonly layer: readonly number[]
  /** By edge: x and y in turn of the points it goes through, from the bottom of one box down to the top of the other. */
  readonly points: readonly (readonly number[])[]
}

/** The width that an edge takes on its way through a layer. */
const EDGE_WIDTH = 6
const ROUNDS = 6

/**
 * Lays boxes out in layers, so that every edge goes down: a box stands in the layer below the lowest of those that lead
 * to it. Edges that pass layers get room in them. For a few dozen boxes.
 *
 * @throws RangeError where the edges go round in a circle
 */
export function layoutLayers(
  boxes: readonly BoxSize[],
  links: readonly BoxLink[],
  { gapX, gapY }: LayeredOptions,
): LayeredLayout {
  const layer = layersOf(boxes.length, links)
  const plan = new Plan(boxes, links, layer)
  const order = orderLayers(plan.layers, plan)
  const center = centersOf(order, plan, gapX)
  const left = Math.min(0, ...center.map((at, i) => at - plan.width[i]! / 2))
  const tops: number[] = []
  let height = 0
  for (const [i, members] of order.entries()) {
    tops.push(height + (i > 0 ? gapY : 0))
    height = tops[i]! + Math.max(0, ...members.map((one) => boxes[one]?.height ?? 0))
  }
  return {
    width: Math.max(0, ...center.map((at, i) => at + plan.width[i]! / 2 - left)),
    height,
    x: boxes.map(({ width }, i) => center[i]! - width / 2 - left),
    y: boxes.map((_, i) => tops[layer[i]!]!),
    layer,
    points: links.map((link, i) => pointsOf(link, plan.passed[i]!)),
  }

  function pointsOf({ from, to }: BoxLink, passed: readonly number[]): number[] {
    const points = [center[from]! - left, tops[layer[from]!]! + boxes[from]!.height]
    for (const [k, one] of passed.entries()) {
      const at = layer[from]! + 1 + k
      const bottom = Math.max(0, ...order[at]!.map((other) => boxes[other]?.height ?? 0))
      points.push(center[one]! - left, tops[at]!, center[one]! - left, tops[at]! + bottom)
    }
    points.push(center[to]! - left, tops[layer[to]!]!)
    return points
  }
}

/** Longest ways from boxes that nothing leads to. */
function layersOf(count: number, links: readonly BoxLink[]): number[] {
  const layer = Array<number>(count).fill(0)
  const waiting = Array<number>(count).fill(0)
  for (const { to } of links) waiting[to]!++
  const ready = waiting.flatMap((edges, box) => (edges === 0 ? [box] : []))
  for (const box of ready) {
    for (const { from, to } of links) {
      if (from !== box) continue
      layer[to] = Math.max(layer[to]!, layer[box]! + 1)
      if (--waiting[to]! === 0) ready.push(to)
    }
  }
  if (ready.length < count) throw new RangeError('The edges go round in a circle.')
  return layer
}

/** Boxes, and behind them one place for each layer that an edge passes. */
class Plan {
  readonly layers: number[][]
  readonly above: number[][]
  readonly below: number[][]
  readonly width: number[]
  /** By edge: its places in the layers between its ends. */
  readonly passed: number[][]

  constructor(boxes: readonly BoxSize[], links: readonly BoxLink[], layer: readonly number[]) {
    this.width = boxes.map(({ width }) => width)
    this.above = boxes.map(() => [])
    this.below = boxes.map(() => [])
    this.layers = Array.from({ length: Math.max(0, ...layer.map((at) => at + 1)) }, () => [])
    layer.forEach((at, box) => this.layers[at]!.push(box))
    this.passed = links.map(({ from, to }) => {
      const places: number[] = []
      let last = from
      for (let at = layer[from]! + 1; at < layer[to]!; at++) {
        const place = this.width.push(EDGE_WIDTH) - 1
        this.above.push([])
        this.below.push([])
        this.layers[at]!.push(place)
        this.#connect(last, place)
        places.push(place)
        last = place
      }
      this.#connect(last, to)
      return places
    })
  }

  #connect(from: number, to: number): void {
    this.below[from]!.push(to)
    this.above[to]!.push(from)
  }
}

/** The middle of each place: near those it is connected with, and apart from its neighbours in the layer. */
function centersOf(order: readonly (readonly number[])[], plan: Plan, gapX: number): number[] {
  const center = plan.width.map(() => 0)
  for (const members of order) place(members, () => 0)
  for (let round = 0; round < ROUNDS; round++) {
    for (const members of order) place(members, (one) => meanOf(plan.above[one]!, one))
    for (const members of order.toReversed()) place(members, (one) => meanOf(plan.below[one]!, one))
  }
  return center

  function place(members: readonly number[], wish: (one: number) => number): void {
    const distances = members.map((one, i) =>
      i === 0 ? 0 : (plan.width[one]! + plan.width[members[i - 1]!]!) / 2 + gapX,
    )
    const places = spread(members.map(wish), distances)
    members.forEach((one, i) => (center[one] = places[i]!))
  }

  function meanOf(others: readonly number[], one: number): number {
    if (others.length === 0) return center[one]!
    return others.reduce((sum, other) => sum + center[other]!, 0) / others.length
  }
}
