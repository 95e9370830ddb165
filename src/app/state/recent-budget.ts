/** An analysis that the browser keeps. */
export interface RecentCapture {
  /** The content hash of the file it was made from; its container is named by it. */
  readonly id: string
  readonly name: string
  /** Bytes of the file it was made from. */
  readonly size: number
  /** Bytes of its container. */
  readonly kept: number
  /** When it was analysed, in milliseconds since 1970. */
  readonly analysed: number
  /** When it was opened last. */
  readonly opened: number
  /** What addresses may call it beside `id`: while a file is opened its hash is not known. */
  readonly addresses: readonly string[]
}

/** Keep at most this much, however much the browser would allow. */
const MOST_BYTES = 4 * 1024 ** 3

/** Of what the browser grants this page; the rest is left to it. */
const SHARE_OF_QUOTA = 0.6

/** How many bytes of containers may be kept where the browser grants `quota`. */
export function budgetOf(quota: number): number {
  return Math.min(MOST_BYTES, Math.floor(quota * SHARE_OF_QUOTA))
}

/**
 * Which analyses must go so that one of `size` bytes, which is no more than `budget`, fits into it: those not opened for
 * longest, no more than needed.
 */
export function makeRoom(
  kept: readonly RecentCapture[],
  size: number,
  budget: number,
): readonly RecentCapture[] {
  let used = kept.reduce((sum, capture) => sum + capture.kept, 0)
  const go: RecentCapture[] = []
  for (const capture of oldestFirst(kept)) {
    if (used + size <= budget) break
    used -= capture.kept
    go.push(capture)
  }
  return go
}

export function oldestFirst(kept: readonly RecentCapture[]): readonly RecentCapture[] {
  return [...kept].sort((a, b) => a.opened - b.opened)
}

/** The analysis that an address names. */
export function recentAt(kept: readonly RecentCapture[], address: string): RecentCapture | undefined {
  return kept.find(({ id }) => id === address) ?? kept.find(({ addresses }) => addresses.includes(address))
}

/** What a source of this browser’s own is called behind its scheme; null where it comes from elsewhere. */
export function recentId(source: string | null): string | null {
  return source?.startsWith('recent:') ? source.slice('recent:'.length) : null
}
