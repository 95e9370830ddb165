import { create } from 'zustand'
import type { HeapError } from '#engine/base/error.ts'
import { freeMemory } from '../client/free-memory.ts'
import { heapStore, shownCapture } from './heap-store.ts'
import { memoryLeft } from './memory-left.ts'
import { type CaptureState, NO_CAPTURE, OpenCapture } from './open-capture.ts'
import { findSource, sourceName } from './sources.ts'

/** The captures that are open beside the one that is shown, by their sources. */
interface ShelfState {
  readonly captures: Readonly<Record<string, CaptureState>>
}

export const shelfStore = create<ShelfState>(() => ({ captures: {} }))

/** What is known of the capture of a source that is not shown; null where it is none of the set. */
export function useShelved(source: string | null): CaptureState | null {
  return shelfStore(({ captures }) => (source === null ? null : (captures[source] ?? null)))
}

const open = new Map<string, OpenCapture>()
/** Sources that wait to be opened, in their order. */
let waiting: readonly string[] = []
let opening = 0
/** Told when a capture on the shelf has become ready. */
let onReady: (source: string, capture: OpenCapture) => void = () => {}

export function whenShelved(ready: typeof onReady): void {
  onReady = ready
}

/** Makes these, and no others, be on the shelf: opens what is missing and ends what is too many. */
export function shelve(sources: readonly string[]): void {
  for (const source of open.keys()) if (!sources.includes(source)) letGo(source)
  waiting = sources.filter((source) => !open.has(source))
  // Failures of what is not wanted any more go too.
  for (const source of Object.keys(shelfStore.getState().captures))
    if (!sources.includes(source)) note(source, null)
  for (const source of waiting) {
    if (!shelfStore.getState().captures[source]) note(source, { ...NO_CAPTURE, status: 'opening' })
  }
  void openNext()
}

/** Ends a capture, and what the others hold to be compared with it. */
function letGo(source: string): void {
  takeFromShelf(source)?.end()
  for (const other of [...open.values(), shownCapture()]) {
    // One that is still opening, or ending, holds nothing.
    if (other?.state.status === 'ready') other.client.standApart(source).catch(() => {})
  }
}

/** A capture of the shelf, be it still opening. */
export function shelved(source: string): OpenCapture | null {
  return open.get(source) ?? null
}

/** Takes a capture from the shelf without ending it. */
export function takeFromShelf(source: string): OpenCapture | null {
  const taken = open.get(source) ?? null
  open.delete(source)
  note(source, null)
  return taken
}

export function putOnShelf(source: string, capture: OpenCapture): void {
  open.set(source, capture)
  note(source, capture.state)
  let { status } = capture.state
  capture.changed = () => {
    if (open.get(source) !== capture) return
    note(source, capture.state)
    if (capture.state.status === 'ready' && status !== 'ready') onReady(source, capture)
    status = capture.state.status
  }
}

/** Tries one again that failed. */
export function openShelvedAgain(source: string): void {
  takeFromShelf(source)?.end()
  waiting = [...waiting, source]
  note(source, { ...NO_CAPTURE, status: 'opening' })
  void openNext()
}

/** Each capture keeps two threads busy while it opens. */
function atOnce(): number {
  return Math.max(1, Math.floor(navigator.hardwareConcurrency / 2))
}

async function openNext(): Promise<void> {
  const [source] = waiting
  if (source === undefined || opening >= atOnce()) return
  waiting = waiting.slice(1)
  opening++
  try {
    await openOne(source)
  } finally {
    opening--
    void openNext()
  }
}

async function openOne(source: string): Promise<void> {
  const name = sourceName(source)
  try {
    const found = await findSource(source, new AbortController().signal)
    if (!shelfStore.getState().captures[source]) return
    const capture = new OpenCapture(found.name, found.size, false)
    putOnShelf(source, capture)
    await capture.open(found.file, found.name, { available: memoryBeside(source), shallowOnly: false })
    await capture.weigh()
  } catch (error) {
    if (!shelfStore.getState().captures[source]) return
    note(source, { ...NO_CAPTURE, status: 'failed', file: { name, size: 0 }, error: error as HeapError })
  }
}

/** What is left for a capture of the shelf beside the one that is shown and the others, in bytes; null if not known. */
function memoryBeside(source: string): number | null {
  const { [source]: _, ...others } = shelfStore.getState().captures
  return memoryLeft(freeMemory(), [heapStore.getState(), ...Object.values(others)])
}

function note(source: string, state: CaptureState | null): void {
  const captures = { ...shelfStore.getState().captures }
  if (state) captures[source] = state
  else delete captures[source]
  shelfStore.setState({ captures })
}
