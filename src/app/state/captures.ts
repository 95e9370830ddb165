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
  showOpened,
  shownCapture,
  takeShown,
} from './heap-store.ts'
import { notify } from './notice-store.ts'
import { openingNotice } from './opening-notice.ts'
import { DEFAULT_PLACE, type Place } from './place.ts'
import { currentPlace, go, placeStore } from './place-store.ts'
import { recentId } from './recent-budget.ts'
import { idFor, keepRecent, removeDamaged, stopKeeping } from './recent-store.ts'
import { asBundle, type OpenedBundle, placeIn } from './bundles.ts'
import { membersOf, placeOfSet, withCaptures, withoutCapture } from './capture-set.ts'
import type { OpenCapture } from './open-capture.ts'
import { memoryLeft } from './memory-left.ts'
import { receive } from './sent-store.ts'
import { putOnShelf, shelfStore, shelve, takeFromShelf, whenShelved } from './shelf.ts'
import { findSource, sourceName } from './sources.ts'
import { inTimeOrder } from './time-order.ts'
import { forgetLoaded } from './url-store.ts'

/** The source whose capture is open, opening or failed to open. */
let shown: string | null = null
/** The source whose capture is put aside while another is tried. */
let aside: string | null = null
/** Where the user was in the last capture that was open, while another is tried. */
let before: Place | null = null
let fetching: AbortController | null = null
/** Captures of which the analysis has been saved, or that was tried. */
const kept = new WeakSet<OpenCapture>()

/**
 * Opens what the place names, now and whenever it changes: so a link, a reload, back and forward and a click on a
 * sample all take the same way. Also keeps the analysis of a capture once it is open.
 */
export function followSource(): void {
  placeStore.subscribe(({ place }, { place: left }) => {
    if (place.source !== shown) {
      if (isOpen(heapStore.getState().status)) before = left
      void show(place.source)
    }
    if (place.set !== left.set || place.source !== left.source) shelveOthers(place)
  })
  heapStore.subscribe(({ status }, { status: earlier }) => {
    if (status !== 'ready' || earlier === 'ready') return
    before = null
    const capture = shownCapture()
    if (shown && capture) keep(shown, capture)
  })
  whenShelved(keep)
  const place = currentPlace()
  if (place.source) void show(place.source)
  shelveOthers(place)
}

function shelveOthers(place: Place): void {
  const sources = membersOf(place).map(({ source }) => source)
  shelve(sources.filter((source) => source !== place.source))
}

/** Not before a capture is ready: there is nothing to save sooner. What was on the shelf is kept already. */
function keep(source: string, capture: OpenCapture): void {
  const id = recentId(source)
  if (!id || kept.has(capture)) return
  kept.add(capture)
  void keepOnce(id, capture)
}

async function keepOnce(id: string, capture: OpenCapture): Promise<void> {
  // Whoever comes back to one whose saving was stopped finds it unsaved.
  if (!(await keepRecent(id, capture))) kept.delete(capture)
}

/**
 * Opens files that were dropped or chosen, several together to be compared, and says what is left out; folders come by
 * their names.
 * @param how whether they take the place of what is open, or are put beside it
 */
export function openFiles(
  files: readonly File[],
  folders: readonly string[] = [],
  how: 'instead' | 'beside' = 'instead',
): void {
  const notice = openingNotice(
    files.map(({ name }) => name),
    folders,
  )
  if (notice) notify(notice)
  void openUnpacked(files, how)
}

/** Bundles among the files are opened as the captures they hold; one alone also as its sender saw it. */
async function openUnpacked(files: readonly File[], how: 'instead' | 'beside'): Promise<void> {
  try {
    const unpacked = await Promise.all(files.map((file) => asBundle(file)))
    const [only] = unpacked
    if (files.length === 1 && only && how === 'instead') return openBundle(only)
    const captures = files.flatMap((file, i) => unpacked[i]?.members ?? [file])
    const sources = inTimeOrder(captures).map((file) => `recent:${idFor(file)}`)
    if (sources.length > 0) openSources(sources, how)
  } catch (error) {
    const name = files.length === 1 ? files[0]!.name : 'One of the files'
    failCapture(name, error as HeapError)
  }
}

function openBundle({ bundle, members }: OpenedBundle): void {
  const sources = members.map((file) => `recent:${idFor(file)}`)
  if (sources.length === 0) return notify('This file holds no captures.')
  receive(bundle, sources, null)
  go(placeIn(bundle, sources))
}

/** Opens captures by their sources, earliest first. */
export function openSources(sources: readonly string[], how: 'instead' | 'beside'): void {
  const place = currentPlace()
  if (how === 'beside' && place.source !== null) {
    const change = withCaptures(place, sources)
    if (change.source) go({ ...change, view: 'diff' })
    return
  }
  const [only] = sources
  // The same file again is opened afresh: it may have failed.
  if (sources.length === 1 && only && place.source === only) void show(only)
  else
    go({ ...DEFAULT_PLACE, ...placeOfSet(sources), view: sources.length > 1 ? 'diff' : DEFAULT_PLACE.view })
}

/** Closes the capture and shows the landing page. */
export function leaveCapture(): void {
  go(DEFAULT_PLACE)
}

/**
 * Gives up what is opening or failed to open: on with the other captures of its set, or back to the capture before and the
 * place in it, if there is one.
 */
export function giveUp(): void {
  const place = currentPlace()
  if (place.set.length > 0 && place.source !== null) return go(withoutCapture(place, place.source), 'replace')
  go(before ?? DEFAULT_PLACE, 'replace')
}

/** Opens what could not be opened in another way: without its references, or whole whatever that takes. */
export function openAgain(how: 'shallow' | 'anyway'): void {
  void show(currentPlace().source, { ...EVERYTHING, shallowOnly: how === 'shallow' })
}

/** Loads and opens once more what could not be loaded. */
export function tryAgain(): void {
  const { source } = currentPlace()
  if (source) forgetLoaded(source)
  void show(source)
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
  const together = membersOf(currentPlace()).some((member) => member.source === left)
  if (!together) stopKeeping()
  if (showFromShelf(source, left, together)) return
  if (source === aside && resumeCapture()) return
  const wasReady = heapStore.getState().status === 'ready'
  if (putAside()) aside = wasReady ? left : aside
  const mine = new AbortController()
  fetching = mine
  const name = sourceName(source)
  try {
    heapStore.setState({ status: 'opening', file: { name, size: 0 } })
    const found = await findSource(source, mine.signal)
    // Those that are still opening have left room for this one.
    const others = Object.values(shelfStore.getState().captures).filter(({ status }) => status !== 'opening')
    const usual = { available: memoryLeft(freeMemory(), others), shallowOnly: false }
    if (mine.signal.aborted) return
    await openCapture(found.file, found.name, reading ?? usual, found.size)
    if (!mine.signal.aborted) await giveUpDamaged(source)
  } catch (error) {
    if (!mine.signal.aborted) failCapture(name, error as HeapError)
  }
}

/** Shows a capture of the set that is open already, and puts the one shown before in its place. */
function showFromShelf(source: string, left: string | null, together: boolean): boolean {
  const next = takeFromShelf(source)
  if (!next && !together) return false
  const last = takeShown()
  if (last && left !== null && together && left !== source) putOnShelf(left, last)
  else last?.end()
  if (next) showOpened(next)
  return next !== null
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
