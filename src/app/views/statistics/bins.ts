import type { DistanceBin, DistanceDistribution, SizeBin } from '#engine/model/statistics-rows.ts'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { HistogramBar } from './Histogram.tsx'

/** What is counted in bins. */
export type Counted = 'count' | 'bytes'

/** A bin of either distribution, as charts and tables show it. */
export interface Bin extends HistogramBar {
  /** The bin in words, for the table. */
  readonly range: string
  readonly count: number
  readonly bytes: number
}

export function sizeBins(bins: readonly SizeBin[], counted: Counted, what: string): readonly Bin[] {
  return bins.map(({ from, to, count, shallowSize, query }) => {
    const range = to - 1 === from ? formatBytes(from) : `${formatBytes(from)} to below ${formatBytes(to)}`
    return {
      key: String(from),
      label: formatBytes(from).replace('\u00a0', ' ').replace('.0', ''),
      range,
      words: `${what} ${range}: ${formatCountOf(count, 'object')} with ${formatBytes(shallowSize)}`,
      count,
      bytes: shallowSize,
      value: counted === 'count' ? count : shallowSize,
      query,
      apart: false,
    }
  })
}

export function distanceBins({ bins }: DistanceDistribution, counted: Counted): readonly Bin[] {
  return bins.map((bin) => {
    const { count, shallowSize, query } = bin
    const range = rangeOf(bin)
    return {
      key: query,
      label: labelOf(bin),
      range,
      words: `${range}: ${formatCountOf(count, 'object')} with ${formatBytes(shallowSize)}`,
      count,
      bytes: shallowSize,
      value: counted === 'count' ? count : shallowSize,
      query,
      apart: bin.side !== 'globals',
    }
  })
}

function labelOf({ side, from, to }: DistanceBin): string {
  if (side === 'unreachable') return 'none'
  const steps = from === to ? formatCount(from) : `${formatCount(from)}–`
  return side === 'system' ? `s+${steps}` : steps
}

function rangeOf({ side, from, to }: DistanceBin): string {
  if (side === 'unreachable') return 'Nothing leads here'
  const steps = from === to ? formatCountOf(from, 'step') : `${formatCount(from)} to ${formatCount(to)} steps`
  return side === 'system' ? `System side, ${steps} from the root` : steps
}
