import { scaleThreshold } from 'd3'
import { Part } from '#engine/layout/boxes.ts'
import type { Change } from '#engine/model/growth.ts'
import type { Drawn } from './cell-words.ts'

/** What changed in a box, and what it holds now. Bytes. */
export interface BoxGrowth extends Change {
  readonly size: number
  /** What was there in the base: `size - growth`. */
  readonly base: number
}

/** Parts of a box that changed, from which on a colour is stronger. */
export const SHARES = [0.01, 0.1, 0.5] as const
/** How much of the colour each step takes, in percent; the rest is the surface. Text on all of them keeps 4.5:1. */
export const MIXES = [12, 26, 42, 60] as const

const step = scaleThreshold().domain(SHARES).range([0, 1, 2, 3])

/** What changed in a box, or null where cells do not say. */
export function boxGrowth({ tree, boxes }: Drawn, box: number): BoxGrowth | null {
  const { growth } = tree.cells[boxes.cell[box]!]!
  if (!growth) return null
  const part = boxes.part[box]
  const change = part === Part.own ? growth.own : part === Part.rest ? growth.rest : growth.whole
  return grown(change, boxes.size[box]!)
}

export function grown(change: Change, size: number): BoxGrowth {
  return { ...change, size, base: size - change.growth }
}

/** The step of colour for a change: of growth by the part that came, of shrinkage by the part that went. */
export function stepOf({ growth, size, base }: BoxGrowth): number {
  return step(Math.abs(growth) / Math.max(size, base, 1))
}
