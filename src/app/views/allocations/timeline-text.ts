import type { TimelineBin } from '#engine/model/allocation-rows.ts'

/** The bins that a stretch of the address takes in, as places of the first and the last; all of them without one. */
export function chosenBins(
  bins: readonly TimelineBin[],
  from: number | undefined,
  to: number | undefined,
): readonly [first: number, last: number] {
  const all = [0, Math.max(0, bins.length - 1)] as const
  if (from === undefined || to === undefined) return all
  const first = bins.findIndex(({ last }) => last >= from)
  const last = bins.findLastIndex((bin) => bin.first <= to)
  return first === -1 || last < first ? all : [first, last]
}

/** The bins that a stretch of the drawing touches, in microseconds. */
export function touchedBins(
  bins: readonly TimelineBin[],
  start: number,
  end: number,
): readonly [first: number, last: number] | null {
  const first = bins.findIndex(({ last }) => last > start)
  const last = bins.findLastIndex(({ after }) => after < end)
  return first === -1 || last < first ? null : [first, last]
}

/** A moment as `0.25 s`, to the millisecond. */
export function momentText(microseconds: number): string {
  return `${(microseconds / 1e6).toLocaleString('en-US', { maximumFractionDigits: 3 })}\u00a0s`
}

export function sumOf(bins: readonly TimelineBin[], first: number, last: number) {
  let count = 0
  let size = 0
  for (const bin of bins.slice(first, last + 1)) {
    count += bin.count
    size += bin.size
  }
  return { count, size }
}
