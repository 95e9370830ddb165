import { create } from 'zustand'
import { HeapError } from '#engine/base/error.ts'
import {
  describe,
  listKept,
  publish,
  readKept,
  removeEarlier,
  removeKept,
  tidyKept,
  watchKept,
  whileAlone,
  withPart,
} from '../client/recent-files.ts'
import type { OpenCapture } from './open-capture.ts'
import { notify } from './notice-store.ts'
import { budgetOf, makeRoom, oldestFirst, recentAt, type RecentCapture, recentId } from './recent-budget.ts'

/** What became of the analysis of a capture. */
export type Keeping =
  | { readonly state: 'saving'; readonly fraction: number }
  | { readonly state: 'kept' }
  | { readonly state: 'refused'; readonly why: string }

interface RecentState {
  /** The one opened last first; null until the browser was asked. */
  readonly captures: readonly RecentCapture[] | null
  /** Whether the browser lets this page keep nothing. */
  readonly isRefused: boolean
  /** By what addresses call a capture. */
  readonly keeping: Readonly<Record<string, Keeping>>
}

/** What an address names. */
export interface RecentFile {
  readonly file: Blob
  readonly name: string
  /** Bytes of the file that the user knows. */
  readonly size: number
}

/** Why an analysis is not kept. */
const FULL = 'There is not enough room in what this browser grants the page.'
const NO_FILES = 'This browser lets pages keep no files, as in a private window.'
const NO_FILES_FRAMED = 'This browser lets pages in a frame of another site keep no files.'
const INSECURE = 'Browsers keep files only for pages from this machine or over HTTPS.'
const WITHOUT_REFERENCES = 'Only whole analyses are kept, and this one is without references.'

export const recentStore = create<RecentState>(() => ({
  captures: null,
  isRefused: false,
  keeping: {},
}))

export function useRecent<Part>(select: (state: RecentState) => Part): Part {
  return recentStore(select)
}

/** Files opened since the page was loaded: going back to one works even where nothing can be stored. */
const held = new Map<string, File>()
/** Those of them whose analysis is still to be saved. */
const unsaved = new Set<string>()

/** What addresses call a file that was dropped or chosen. The same file again keeps its name. */
export function idFor(file: File): string {
  const same = [...held].find(
    ([, { name, size, lastModified }]) =>
      name === file.name && size === file.size && lastModified === file.lastModified,
  )
  const id = same?.[0] ?? randomId()
  held.set(id, file)
  unsaved.add(id)
  return id
}

/** Eight hexadecimal digits. Browsers make UUIDs only where they keep files, and captures open elsewhere too. */
function randomId(): string {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1))
  return number.toString(16).padStart(8, '0')
}

/** What an address names: the container in this browser, or the file as it was opened; null where there is neither. */
export async function recentFile(id: string): Promise<RecentFile | null> {
  const file = held.get(id)
  if (!file || !unsaved.has(id)) {
    await refreshRecent()
    const entry = entryAt(id)
    const container = entry ? await readKept(entry.id) : null
    if (entry && container) return { file: container, name: entry.name, size: entry.size }
  }
  if (!file) return null
  unsaved.add(id)
  return { file, name: file.name, size: file.size }
}

/** The file that a capture was opened from, where this tab has it still; null otherwise. */
export async function rawFile(source: string): Promise<File | null> {
  const file = held.get(recentId(source) ?? '') ?? null
  // It may have been changed or deleted since.
  return file && (await isReadable(file)) ? file : null
}

async function isReadable(file: File): Promise<boolean> {
  try {
    await file.slice(0, 1).arrayBuffer()
    return true
  } catch {
    return false
  }
}

/** What is kept of a capture: itself, as it is open. */
export interface Keepable extends Pick<OpenCapture, 'save'> {
  readonly state: Pick<OpenCapture['state'], 'shallowOnly'>
}

/** Of those that are being saved, or wait for it. */
const saving = new Set<AbortController>()
/** Settles when the last analysis is saved or cleared away: the next one may be of the same capture. */
let over: Promise<void> = Promise.resolve()

/** Stops what is being saved, if anything is; nothing of it stays. */
export function stopKeeping(): void {
  for (const controller of saving) controller.abort()
  saving.clear()
}

/**
 * Saves an open analysis, or notes that it was opened again; several one after the other. Says in `keeping` how it goes.
 * @returns false where it was stopped
 */
export async function keepRecent(id: string, capture: Keepable): Promise<boolean> {
  const controller = new AbortController()
  saving.add(controller)
  over = over
    .then(() => keepUnless(controller.signal, id, capture))
    .finally(() => {
      saving.delete(controller)
    })
  await over
  return !controller.signal.aborted
}

async function keepUnless(signal: AbortSignal, id: string, capture: Keepable): Promise<void> {
  if (signal.aborted) return
  try {
    const file = unsaved.has(id) ? held.get(id) : undefined
    if (file) await save(id, file, capture, signal)
    else await touch(id)
    tell(id, { state: 'kept' })
  } catch (error) {
    tell(id, signal.aborted ? null : { state: 'refused', why: reasonOf(error) })
  }
  await refreshRecent()
}

function tell(id: string, now: Keeping | null): void {
  const { [id]: _, ...others } = recentStore.getState().keeping
  recentStore.setState({ keeping: now ? { ...others, [id]: now } : others })
}

async function touch(id: string): Promise<void> {
  const entry = entryAt(id)
  if (entry) await whileAlone(async () => describe({ ...entry, opened: Date.now() }))
}

async function save(id: string, file: File, capture: Keepable, signal: AbortSignal): Promise<void> {
  if (capture.state.shallowOnly) throw new HeapError('no-references', WITHOUT_REFERENCES)
  // Reports come through another channel than the result and may be overtaken by it.
  const progress = (fraction: number) => {
    if (recentStore.getState().keeping[id]?.state === 'saving') tell(id, { state: 'saving', fraction })
  }
  tell(id, { state: 'saving', fraction: 0 })
  const { quota = 0 } = await navigator.storage.estimate()
  const most = budgetOf(quota)
  await withPart(async (part) => {
    const saved = await capture.save({ part, most }, { progress, makeRoom: removeOldest }, signal)
    await whileAlone(async () => {
      signal.throwIfAborted()
      const kept = await listKept()
      const before = recentAt(kept, saved.contentHash)
      const others = kept.filter((entry) => entry !== before)
      for (const entry of makeRoom(others, saved.bytes, most)) await removeKept(entry.id)
      const now = Date.now()
      await publish(part, {
        id: saved.contentHash,
        name: file.name,
        size: file.size,
        kept: saved.bytes,
        analysed: now,
        opened: now,
        addresses: [...new Set([...(before?.addresses ?? []), id])],
      })
    })
  })
  unsaved.delete(id)
}

/** Deletes the analysis not opened for longest. @returns whether there was one */
async function removeOldest(): Promise<boolean> {
  return whileAlone(async () => {
    const [oldest] = oldestFirst(await listKept())
    if (oldest) await removeKept(oldest.id)
    return oldest !== undefined
  })
}

export async function forgetRecent(ids: readonly string[]): Promise<void> {
  const gone = (recentStore.getState().captures ?? []).filter(({ id }) => ids.includes(id))
  for (const { addresses } of gone) for (const address of addresses) held.delete(address)
  await whileAlone(() => Promise.all(ids.map((id) => removeKept(id)))).catch(() => undefined)
  await refreshRecent()
}

/**
 * Deletes an analysis that turned out damaged.
 * @param address as places name it
 * @returns whether it was one that is kept
 */
export async function removeDamaged(address: string): Promise<boolean> {
  const entry = unsaved.has(address) ? undefined : entryAt(address)
  if (!entry) return false
  await whileAlone(() => removeKept(entry.id))
  await refreshRecent()
  return true
}

/** Looks again at what is kept. A browser that keeps nothing has an empty list. */
export async function refreshRecent(): Promise<void> {
  const kept = await listKept().catch(() => null)
  recentStore.setState({ captures: kept ?? [], isRefused: kept === null })
}

/** Looks at what is kept, now and whenever another tab changes it. */
export async function followRecent(): Promise<void> {
  watchKept(() => void refreshRecent())
  await tidyKept().catch(() => undefined)
  await refreshRecent()
  if (await removeEarlier()) {
    notify('Files kept in this browser by an earlier version were deleted: open them once more.')
  }
}

function entryAt(address: string): RecentCapture | undefined {
  return recentAt(recentStore.getState().captures ?? [], address)
}

function reasonOf(error: unknown): string {
  if (error instanceof HeapError) return error.message
  if (!isSecureContext) return INSECURE
  if (error instanceof DOMException && error.name === 'QuotaExceededError') return FULL
  return globalThis.top === globalThis.self ? NO_FILES : NO_FILES_FRAMED
}
