import { create } from 'zustand'
import { describe, keep, listKept, readKept, removeKept } from '../client/recent-files.ts'
import { budgetOf, makeRoom, type RecentCapture } from './recent-budget.ts'

/** What became of the copy of a capture. */
export type Keeping =
  | { readonly id: string; readonly state: 'copying' | 'kept' }
  | { readonly id: string; readonly state: 'refused'; readonly why: string }

interface RecentState {
  /** The one opened last first; null until the browser was asked. */
  readonly captures: readonly RecentCapture[] | null
  /** Of the capture opened last. */
  readonly keeping: Keeping | null
}

export const recentStore = create<RecentState>(() => ({ captures: null, keeping: null }))

export function useRecent<Part>(select: (state: RecentState) => Part): Part {
  return recentStore(select)
}

/** Files opened since the page was loaded: going back to one works even where nothing can be stored. */
const opened = new Map<string, File>()

/** The id under which a file is known: the one it had before if it is the same file, else a new one. */
export function idFor(file: File): string {
  const same = recentStore
    .getState()
    .captures?.find(
      ({ name, size, modified }) =>
        name === file.name && size === file.size && modified === file.lastModified,
    )
  const id = same?.id ?? crypto.randomUUID().slice(0, 8)
  opened.set(id, file)
  return id
}

/** The file and name of a recent capture, or null where this browser has it no more. */
export async function recentFile(id: string): Promise<{ file: Blob; name: string } | null> {
  const held = opened.get(id)
  if (held) return { file: held, name: held.name }
  await refreshRecent()
  const known = recentStore.getState().captures?.find((capture) => capture.id === id)
  const file = known ? await readKept(id) : null
  return known && file ? { file, name: known.name } : null
}

let copying: AbortController | null = null
/** Settles when the last copy is made or cleared away: the next one may be of the same capture. */
let over: Promise<void> = Promise.resolve()

/** Stops the copy that is going on, if there is one; nothing of it stays. */
export function stopKeeping(): void {
  copying?.abort()
  copying = null
}

/** Copies a capture that has been opened, or notes that it was opened again. Says in `keeping` how it went. */
export function keepRecent(id: string): Promise<void> {
  stopKeeping()
  const { signal } = (copying = new AbortController())
  over = over.then(() => keepUnless(signal, id))
  return over
}

async function keepUnless(signal: AbortSignal, id: string): Promise<void> {
  try {
    await refreshRecent()
    if (signal.aborted) return
    const now = Date.now()
    const known = recentStore.getState().captures?.find((capture) => capture.id === id)
    const file = opened.get(id)
    if (known) await describe({ ...known, opened: now })
    else if (file) await store(id, file, now, signal)
    else return
    recentStore.setState({ keeping: { id, state: 'kept' } })
    await refreshRecent()
  } catch (error) {
    if (signal.aborted) recentStore.setState({ keeping: null })
    else recentStore.setState({ keeping: { id, state: 'refused', why: reasonOf(error) } })
  }
}

async function store(id: string, file: File, now: number, signal: AbortSignal): Promise<void> {
  recentStore.setState({ keeping: { id, state: 'copying' } })
  const { quota = 0 } = await navigator.storage.estimate()
  const others = recentStore.getState().captures ?? []
  const leave = makeRoom(others, file.size, budgetOf(quota))
  if (!leave) throw new DOMException('larger than the room for captures', 'QuotaExceededError')
  signal.throwIfAborted()
  await Promise.all(leave.map((capture) => removeKept(capture.id)))
  const { name, size, lastModified: modified } = file
  await keep({ id, name, size, modified, opened: now }, file, signal)
}

export async function forgetRecent(ids: readonly string[]): Promise<void> {
  for (const id of ids) opened.delete(id)
  await Promise.all(ids.map((id) => removeKept(id))).catch(() => undefined)
  await refreshRecent()
}

/** Looks again at what is kept. A browser that keeps nothing has an empty list. */
export async function refreshRecent(): Promise<void> {
  const captures = await listKept().catch(() => [])
  recentStore.setState({ captures })
}

function reasonOf(error: unknown): string {
  const name = error instanceof DOMException ? error.name : ''
  if (name === 'QuotaExceededError') return 'it is larger than the room this browser grants'
  return 'this browser lets pages keep no files, as in a private window'
}
