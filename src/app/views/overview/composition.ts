import { scaleLinear, stack } from 'd3'
import type { KindRow } from '#engine/model/rows.ts'
import type { Statistics } from '#engine/model/statistics-rows.ts'
import { kindLook } from '#app/ui/kinds.ts'
import { PART_LOOKS } from '#app/ui/part-looks.ts'

/** What some of a heap's bytes are, with the letter and colour it has everywhere. */
export interface Part {
  readonly name: string
  readonly letter: string
  readonly color: string
  readonly count: number
  readonly shallowSize: number
}

/** One part's stretch of the composition bar, in pixels. */
export interface Segment extends Part {
  readonly x: number
  readonly width: number
}

export function partsByKind(kinds: readonly KindRow[]): readonly Part[] {
  return kinds.map(({ kind, count, shallowSize }) => {
    const { plural, letter, color } = kindLook(kind)
    return { name: plural, letter, color, count, shallowSize }
  })
}

/** The kinds of a Python heap say little: what is no text, number or function is an object. Its uses say more. */
export function partsByUse({ rows }: Statistics): readonly Part[] {
  return rows.map(({ part, count, shallowSize }) => {
    const { title, letter, color } = PART_LOOKS[part]
    return { name: title.charAt(0).toLowerCase() + title.slice(1), letter, color, count, shallowSize }
  })
}

/** The parts laid end to end over `width` pixels, largest first. Parts of size 0 have a width of 0. */
export function layoutComposition(parts: readonly Part[], width: number): Segment[] {
  const rows = parts.toSorted((a, b) => b.shallowSize - a.shallowSize)
  const total = rows.reduce((sum, row) => sum + row.shallowSize, 0)
  const x = scaleLinear([0, Math.max(total, 1)], [0, width])
  const sizes = Object.fromEntries(rows.map((row) => [row.name, row.shallowSize]))
  const layers = stack<Record<string, number>>()
    .keys(rows.map((row) => row.name))
    .value((bar, name) => bar[name] ?? 0)([sizes])
  return rows.map((row, i) => {
    const [from, to] = layers[i]?.[0] ?? [0, 0]
    return { ...row, x: x(from), width: x(to) - x(from) }
  })
}
