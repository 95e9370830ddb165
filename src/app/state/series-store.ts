import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import type { MatchedBy } from '#engine/model/digest.ts'
import { membersOf } from './capture-set.ts'
import { heapStore, refreshShown, shownCapture } from './heap-store.ts'
import type { OpenCapture } from './open-capture.ts'
import { pairStore } from './pair-store.ts'
import type { Place } from './place.ts'
import type { ViewName } from './views.ts'
import { currentPlace, placeStore } from './place-store.ts'
import { shelved, shelfStore } from './shelf.ts'

/** How far the comparison of the last capture with all earlier ones is. */
export type Series =
  /** There are fewer than two captures. */
  | { readonly status: 'few' }
  /** Another capture than the last one is shown. */
  | { readonly status: 'elsewhere'; readonly last: string }
  /** Some are still being opened. */
  | { readonly status: 'waiting' }
  | { readonly status: 'aligning'; readonly done: number; readonly total: number }
  /** The sources of the earlier ones, in their order: the questions about several captures take them. */
  | { readonly status: 'ready'; readonly keys: readonly string[] }
  | { readonly status: 'failed'; readonly error: HeapError }

export const seriesStore = create<{ readonly series: Series }>(() => ({ series: { status: 'few' } }))

export function useSeries(): Series {
  return seriesStore(({ series }) => series)
}

/** The views that look at all captures together. */
const LOOKING: ReadonlySet<ViewName> = new Set<ViewName>(['leaks', 'trend'])

/** Lines that allocated are looked at together in one part of their view. */
function isLooking({ view, options }: Place): boolean {
  return LOOKING.has(view) || (view === 'allocations' && options['part'] === 'growth')
}

interface Wanted {
  readonly last: string
  readonly target: OpenCapture
  readonly earlier: readonly { readonly source: string; readonly capture: OpenCapture }[]
  readonly by: MatchedBy | null
}

let wanted: Wanted | null = null
let aligning = new AbortController()

/** Puts the last capture beside all earlier ones while a view looks at them, as soon as all are open. */
export function followSeries(): void {
  const look = (): void => {
    if (!isLooking(currentPlace())) return
    const next = wantedSeries()
    if ('status' in next) {
      aligning.abort()
      wanted = null
      if (JSON.stringify(seriesStore.getState().series) !== JSON.stringify(next))
        seriesStore.setState({ series: next })
    } else if (!wanted || !isSame(wanted, next)) {
      aligning.abort()
      wanted = next
      void alignAll(next)
    }
  }
  for (const store of [placeStore, heapStore, shelfStore, pairStore]) store.subscribe(look)
}

function wantedSeries(): Wanted | Exclude<Series, { readonly status: 'aligning' | 'ready' | 'failed' }> {
  const place = currentPlace()
  const sources = membersOf(place).map(({ source }) => source)
  const last = sources.at(-1)
  if (last === undefined || sources.length < 2) return { status: 'few' }
  if (place.source !== last) return { status: 'elsewhere', last }
  const target = shownCapture()
  // The pair with the base comes first: each comparison is of one at a time.
  const pair = pairStore.getState().pair.status
  const earlier = sources.slice(0, -1).flatMap((source) => {
    const capture = shelved(source)
    return capture?.state.status === 'ready' ? [{ source, capture }] : []
  })
  const isReady = target?.state.status === 'ready' && earlier.length === sources.length - 1
  if (!target || !isReady || pair === 'waiting' || pair === 'aligning') return { status: 'waiting' }
  return { last, target, earlier, by: place.match }
}

function isSame(a: Wanted, b: Wanted): boolean {
  const keyOf = ({ earlier }: Wanted) => JSON.stringify(earlier.map(({ source }) => source))
  const isAlike = earlierOf(a).every((capture, index) => capture === earlierOf(b)[index])
  return a.target === b.target && a.by === b.by && keyOf(a) === keyOf(b) && isAlike
}

const earlierOf = ({ earlier }: Wanted): readonly OpenCapture[] => earlier.map(({ capture }) => capture)

async function alignAll({ last, target, earlier, by }: Wanted): Promise<void> {
  const { signal } = (aligning = new AbortController())
  const total = earlier.length
  try {
    for (const [done, { source, capture }] of earlier.entries()) {
      seriesStore.setState({ series: { status: 'aligning', done, total } })
      const request = { key: source, keyThere: last, by }
      await target.client.besideBase(capture.client, request, signal)
      if (signal.aborted) return
    }
    const { base } = currentPlace()
    if (base !== null) await target.client.compareWith(base)
    if (signal.aborted) return
    seriesStore.setState({ series: { status: 'ready', keys: earlier.map(({ source }) => source) } })
    refreshShown()
  } catch (error) {
    if (signal.aborted) return
    const why = error instanceof HeapError ? error : new HeapError('unreadable', String(error))
    seriesStore.setState({ series: { status: 'failed', error: why } })
  }
}
