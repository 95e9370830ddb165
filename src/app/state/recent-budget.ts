/** A capture that the browser keeps. */
export interface RecentCapture {
  readonly id: string
  readonly name: string
  /** Bytes on disk. */
  readonly size: number
  /** When the file was last changed where it came from; with name and size it tells the same file from another. */
  readonly modified: number
  /** When it was opened last, in milliseconds since 1970. */
  readonly opened: number
}

/** Keep at most this much, however much the browser would allow. */
const MOST_BYTES = 4 * 1024 ** 3

/** Of what the browser grants this page; the rest is left to it. */
const SHARE_OF_QUOTA = 0.6

/** How many bytes of captures may be kept where the browser grants `quota`. */
export function budgetOf(quota: number): number {
  return Math.min(MOST_BYTES, Math.floor(quota * SHARE_OF_QUOTA))
}

/**
 * Which captures must go so that one of `size` bytes fits into `budget`: those not opened for longest, no more than
 * needed. Null when it does not fit at all.
 */
export function makeRoom(
  kept: readonly RecentCapture[],
  size: number,
  budget: number,
): readonly RecentCapture[] | null {
  if (size > budget) return null
  let used = kept.reduce((sum, capture) => sum + capture.size, 0)
  const go: RecentCapture[] = []
  for (const capture of [...kept].sort((a, b) => a.opened - b.opened)) {
    if (used + size <= budget) break
    used -= capture.size
    go.push(capture)
  }
  return go
}
