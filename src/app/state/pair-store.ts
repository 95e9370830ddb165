import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import type { PairRow } from '#engine/model/diff-rows.ts'
import type { MatchedBy } from '#engine/model/digest.ts'
import { heapStore, refreshShown, shownCapture } from './heap-store.ts'
import type { OpenCapture } from './open-capture.ts'
import { currentPlace, placeStore } from './place-store.ts'
import { shelved, shelfStore } from './shelf.ts'

/** How far the comparison of the shown capture with its base is. */
export type Pair =
  | { readonly status: 'none' }
  /** One of the two is still being opened. */
  | { readonly status: 'waiting' }
  | { readonly status: 'aligning' }
  | { readonly status: 'ready'; readonly pair: PairRow }
  | { readonly status: 'failed'; readonly error: HeapError }

export const pairStore = create<{ readonly pair: Pair }>(() => ({ pair: { status: 'none' } }))

export function usePair(): Pair {
  return pairStore(({ pair }) => pair)
}

interface Both {
  readonly base: OpenCapture
  readonly target: OpenCapture
  readonly baseSource: string
  readonly targetSource: string
  readonly by: MatchedBy | null
}

let both: Both | null = null
let aligning = new AbortController()

/** Compares the capture that is shown with the base of the place, as soon as both are ready and whenever either changes. */
export function followPair(): void {
  const look = (): void => {
    const wanted = wantedPair()
    if (wanted === both || (wanted && both && isSame(wanted, both))) return
    aligning.abort()
    both = wanted
    if (wanted) void alignBoth(wanted)
    else pairStore.setState({ pair: { status: currentPlace().base === null ? 'none' : 'waiting' } })
  }
  placeStore.subscribe(look)
  heapStore.subscribe(look)
  shelfStore.subscribe(look)
}

function wantedPair(): Both | null {
  const { source, base, match } = currentPlace()
  const target = shownCapture()
  const other = base === null ? null : shelved(base)
  if (source === null || base === null || target?.state.status !== 'ready' || other?.state.status !== 'ready')
    return null
  return { base: other, target, baseSource: base, targetSource: source, by: match }
}

function isSame(a: Both, b: Both): boolean {
  return a.base === b.base && a.target === b.target && a.by === b.by
}

async function alignBoth(wanted: Both): Promise<void> {
  const { signal } = (aligning = new AbortController())
  const { base, target, baseSource, targetSource, by } = wanted
  pairStore.setState({ pair: { status: 'aligning' } })
  try {
    const request = { key: baseSource, keyThere: targetSource, by }
    const pair = await target.client.besideBase(base.client, request, signal)
    if (signal.aborted) return
    pairStore.setState({ pair: { status: 'ready', pair } })
    // What was asked before may have another answer now.
    refreshShown()
  } catch (error) {
    if (signal.aborted) return
    const why = error instanceof HeapError ? error : new HeapError('unreadable', String(error))
    pairStore.setState({ pair: { status: 'failed', error: why } })
  }
}
