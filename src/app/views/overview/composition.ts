import { scaleLinear, stack } from 'd3'
import type { Kind, KindRow } from '#engine/model/rows.ts'

/** One kind's stretch of the composition bar, in pixels. */
export interface Segment {
  readonly kind: Kind
  readonly count: number
  readonly shallowSize: number
  readonly x: number
  readonly width: number
}

/** The kinds laid end to end over `width` pixels, largest first. Kinds of size 0 have a width of 0. */
export function layoutComposition(kinds: readonly KindRow[], width: number): Segment[] {
  const rows = kinds.toSorted((a, b) => b.shallowSize - a.shallowSize)
  const total = rows.reduce((sum, row) => sum + row.shallowSize, 0)
  const x = scaleLinear([0, Math.max(total, 1)], [0, width])
  const sizes = Object.fromEntries(rows.map((row) => [row.kind, row.shallowSize]))
  const layers = stack<Record<string, number>>()
    .keys(rows.map((row) => row.kind))
    .value((bar, kind) => bar[kind] ?? 0)([sizes])
  return rows.map((row, i) => {
    const [from, to] = layers[i]?.[0] ?? [0, 0]
    return { ...row, x: x(from), width: x(to) - x(from) }
  })
}
