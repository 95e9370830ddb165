import { scaleLinear } from 'd3'

/** One bar of a histogram whose bins are ranges of whole numbers. */
export interface Bin {
  /** Null: what has no such number. */
  readonly from: number | null
  /** Null: and more. */
  readonly to: number | null
  readonly count: number
}

/** Below this width beside each other, figures over the bars would touch. */
const LETTER = 6.1

const STEPS = [
  ['G', 2 ** 30],
  ['M', 2 ** 20],
  ['k', 2 ** 10],
] as const

/** The least number of a bin, short enough to stand below its bar: `512`, `1k`, `?` where there is none. */
export function binLabel({ from }: Bin): string {
  if (from === null) return '?'
  for (const [unit, size] of STEPS) {
    if (from >= size) return `${Math.round(from / size)}${unit}`
  }
  return String(from)
}

/** A count that takes at most four characters: `7`, `950`, `12k`. */
export function shortCount(count: number): string {
  if (count < 1000) return String(count)
  if (count < 1_000_000) return `${Math.round(count / 1000)}k`
  return `${Math.round(count / 1_000_000)}M`
}

/** Heights of the bars, up to `height`; what there is at all is seen. */
export function binHeights(bins: readonly Bin[], height: number): number[] {
  const most = Math.max(1, ...bins.map((bin) => bin.count))
  const scale = scaleLinear([0, most], [0, height])
  return bins.map(({ count }) => (count === 0 ? 0 : Math.max(1.5, scale(count))))
}

/** Whether the longest of these words fits into a bin of `width` pixels. */
export function fits(words: readonly string[], width: number): boolean {
  return Math.max(0, ...words.map((word) => word.length)) * LETTER <= width
}
