import { HeapError } from '#engine/base/error.ts'
import { EVERYTHING, type Reading } from '#engine/format/v8/reading.ts'
import { freeMemory } from '../client/free-memory.ts'
import {
  closeCapture,
  failCapture,
  heapStore,
  isOpen,
  openCapture,
  putAside,
  resumeCapture,
} from './heap-store.ts'
import { notify } from './notice-store.ts'
import { openingNotice } from './opening-notice.ts'
import { DEFAULT_PLACE, type Place } from './place.ts'
import { currentPlace, go, placeStore } from './place-store.ts'
import { idFor, keepRecent, recentFile, type RecentFile, removeDamaged, stopKeeping } from './recent-store.ts'
import { fetchSample } from './samples.ts'

/** The source whose capture is open, opening or failed to open. */
let shown: string | null = null
/** The source whose capture is put aside while another is tried. */
let aside: string | null = null
/** Where the user was in the last capture that was open, while another is tried. */
let before: Place | null = null
let fetching: AbortController | null = null

/**
 * Opens what the place names, now and whenever it changes: so a link, a reload, back and forward and a click on a
 * sample all take the same way. Also keeps the analysis of a capture once it is open.
 */
export function followSource(): void {
  placeStore.subscribe(({ place }, { place: left }) => {
    if (place.source === shown) return
    if (isOpen(heapStore.getState().status)) before = left
    void show(place.source)
  })
  heapStore.subscribe(({ status }, { status: earlier }) => {
    if (status !== 'ready' || earlier === 'ready') return
    before = null
    const id = recentId(shown)
    // Not sooner: there is nothing to save before.
    if (id) void keepRecent(id)
  })
  const { source } = currentPlace()
  if (source) void show(source)
}

/** Opens the first of the files that were dropped or chosen, and says what is left out; folders come by their names. */
export function openFiles(files: readonly File[], folders: readonly string[] = []): void {
  const [file] = files
  const notice = openingNotice(
    files.map(({ name }) => name),
    folders,
  )
  if (notice) notify(notice)
  if (!file) return
  const source = `recent:${idFor(file)}`
  // The same file again is opened afresh: it may have failed.
  if (currentPlace().source === source) void show(source)
  else go({ ...DEFAULT_PLACE, source })
}

/** Closes the capture and shows the landing page. */
export function leaveCapture(): void {
  go(DEFAULT_PLACE)
}

/** Gives up what is opening or failed to open: back to the capture before and the place in it, if there was one. */
export function giveUp(): void {
  go(before ?? DEFAULT_PLACE, 'replace')
}

/** Opens what could not be opened in another way: without its references, or whole whatever that takes. */
export function openAgain(how: 'shallow' | 'anyway'): void {
  void show(currentPlace().source, { ...EVERYTHING, shallowOnly: how === 'shallow' })
}

async function show(source: string | null, reading?: Reading): Promise<void> {
  const left = shown
  shown = source
  fetching?.abort()
  if (!source) {
    before = null
    closeCapture()
    stopKeeping()
    return
  }
  stopKeeping()
  if (source === aside && resumeCapture()) return
  const wasReady = heapStore.getState().status === 'ready'
  if (putAside()) aside = wasReady ? left : aside
  const mine = new AbortController()
  fetching = mine
  const name = source.replace(/^\w+:/, '')
  try {
    heapStore.setState({ status: 'opening', file: { name, size: 0 } })
    const found = await find(source, mine.signal)
    const usual = { available: freeMemory(), shallowOnly: false }
    if (mine.signal.aborted) return
    await openCapture(found.file, found.name, reading ?? usual, found.size)
    if (!mine.signal.aborted) await giveUpDamaged(source)
  } catch (error) {
    if (!mine.signal.aborted) failCapture(name, error as HeapError)
  }
}

/** Deletes what this browser keeps under a source where it has turned out damaged, and says so. */
async function giveUpDamaged(source: string): Promise<void> {
  const { error } = heapStore.getState()
  const id = recentId(source)
  if (id === null || !error || !['bad-container', 'cut-off'].includes(error.code)) return
  if (!(await removeDamaged(id)) || heapStore.getState().error !== error) return
  const { code, place } = error
  const where = place ? ` (in section “${place.section}”, at byte ${place.byte})` : ''
  const message = `What this browser kept of it was damaged${where} and has been deleted: open the file itself again.`
  heapStore.setState({ error: new HeapError(code, message, place) })
}

async function find(source: string, signal: AbortSignal): Promise<RecentFile> {
  const id = recentId(source)
  if (id === null) {
    const name = source.replace('sample:', '')
    const file = await fetchSample(name, signal)
    return { file, name, size: file.size }
  }
  const kept = await recentFile(id)
  if (kept) return kept
  throw new HeapError(
    'not-found',
    'This address names a capture that this browser does not keep (any more): open the file again.',
  )
}

function recentId(source: string | null): string | null {
  return source?.startsWith('recent:') ? source.slice('recent:'.length) : null
}
