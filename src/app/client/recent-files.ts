import { z } from 'zod'
import { ANALYSES_FOLDER } from '#protocol/worker.ts'
import type { RecentCapture } from '../state/recent-budget.ts'

/**
 * Analyses in the browser: folder `analyses` of the origin-private file system with `<id>.heapscope`, and what is known
 * of each in the local storage, as JSON under `heapscope.recent.<id>`. Analyses that are being written are `<…>.part`.
 *
 * Whoever adds to, replaces or deletes from the folder holds the lock `heapscope.recent`, whoever writes a part the lock
 * of its name, so tabs do not disturb each other. A container that nothing is known of, and a part that nobody holds, are
 * what a tab left that died at work.
 */
const KEY = 'heapscope.recent.'
const LOCK = 'heapscope.recent'
const CONTAINER = '.heapscope'
const PART = '.part'

/** Folder in which versions before containers kept copies of captures. */
const EARLIER_FOLDER = 'recent'

/** A worker that was ended lets go of its file a moment later: how often, and after how many ms, to try again. */
const TRIES = 40
const BETWEEN_TRIES_MS = 50

const description = z.object({
  id: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string(),
  size: z.number(),
  kept: z.number(),
  analysed: z.number(),
  opened: z.number(),
  addresses: z.array(z.string()),
})

/** The newest interface of file handles, which the compiler does not know yet. */
interface Movable {
  move?(folder: FileSystemDirectoryHandle, name: string): Promise<void>
}

/** All analyses that are kept, the one opened last first. */
export async function listKept(): Promise<readonly RecentCapture[]> {
  const names = await namesIn(await openFolder())
  return described().filter(({ id }) => names.has(id + CONTAINER))
}

/** Clears away what tabs left that died at work, and what is known of containers that are gone. */
export async function tidyKept(): Promise<void> {
  const folder = await openFolder()
  const names = await namesIn(folder)
  const parts = [...names].filter((name) => name.endsWith(PART))
  await Promise.all(parts.map((part) => removeDeserted(folder, part)))
  if (oddOnes(names).length > 0) await whileAlone(() => clearAway(folder))
}

/** Runs while no other tab changes what is kept. */
export function whileAlone<Value>(work: () => Promise<Value>): Promise<Value> {
  return navigator.locks.request(LOCK, work)
}

/** The name of a new part, which is the caller's while `work` runs. Nothing of it stays then, unless it was published. */
export async function withPart<Value>(work: (part: string) => Promise<Value>): Promise<Value> {
  const folder = await openFolder()
  const part = crypto.randomUUID() + PART
  return navigator.locks.request(part, async () => {
    try {
      return await work(part)
    } finally {
      await removePatiently(folder, part)
    }
  })
}

/** Makes a part the container of an analysis, in place of one from the same file. Wants to be alone. */
export async function publish(part: string, capture: RecentCapture): Promise<void> {
  const folder = await openFolder()
  const file: FileSystemFileHandle & Movable = await folder.getFileHandle(part)
  const name = capture.id + CONTAINER
  if (file.move) await file.move(folder, name)
  else await copy(await file.getFile(), await folder.getFileHandle(name, { create: true }))
  describe(capture)
}

/** Notes what is known of an analysis, over what was known before. */
export function describe(capture: RecentCapture): void {
  localStorage.setItem(KEY + capture.id, JSON.stringify(capture))
}

/** The container of an analysis, or null where it is not kept (any more). */
export async function readKept(id: string): Promise<File | null> {
  try {
    return await (await (await openFolder()).getFileHandle(id + CONTAINER)).getFile()
  } catch {
    return null
  }
}

/** Wants to be alone. */
export async function removeKept(id: string): Promise<void> {
  localStorage.removeItem(KEY + id)
  await (await openFolder()).removeEntry(id + CONTAINER).catch(() => undefined)
}

/** Deletes the copies of captures that an earlier version kept. @returns whether there were any */
export async function removeEarlier(): Promise<boolean> {
  try {
    const root = await navigator.storage.getDirectory()
    const folder = await root.getDirectoryHandle(EARLIER_FOLDER)
    const first = await folder.keys().next()
    await root.removeEntry(EARLIER_FOLDER, { recursive: true })
    return !first.done
  } catch {
    return false
  }
}

/** Calls back when another tab has changed what is kept. */
export function watchKept(changed: () => void): void {
  addEventListener('storage', ({ key }) => {
    if (key === null || key.startsWith(KEY)) changed()
  })
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(ANALYSES_FOLDER, { create: true })
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for await (const name of folder.keys()) names.add(name)
  return names
}

function keys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(KEY))
}

/** What is known, the one opened last first. */
function described(): RecentCapture[] {
  const all = keys().flatMap((key) => {
    const { data } = description.safeParse(parsed(localStorage.getItem(key)))
    return data && KEY + data.id === key ? [data] : []
  })
  return all.sort((a, b) => b.opened - a.opened)
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return null
  }
}

/** Names of containers that nothing is known of, and of those that are gone. */
function oddOnes(names: ReadonlySet<string>): string[] {
  const known = new Set(described().map(({ id }) => id + CONTAINER))
  const gone = keys().map((key) => key.slice(KEY.length) + CONTAINER)
  return [
    ...[...names].filter((name) => name.endsWith(CONTAINER) && !known.has(name)),
    ...gone.filter((name) => !names.has(name)),
  ]
}

/** Looks again, now alone. */
async function clearAway(folder: FileSystemDirectoryHandle): Promise<void> {
  const odd = oddOnes(await namesIn(folder)).map((name) => name.slice(0, -CONTAINER.length))
  await Promise.all(odd.map((id) => removeKept(id)))
}

async function removeDeserted(folder: FileSystemDirectoryHandle, part: string): Promise<void> {
  await navigator.locks.request(part, { ifAvailable: true }, async (lock) => {
    if (lock) await folder.removeEntry(part).catch(() => undefined)
  })
}

async function removePatiently(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const failure = await folder.removeEntry(name).then(
      () => '',
      (error: unknown) => (error instanceof DOMException ? error.name : 'unknown'),
    )
    if (failure !== 'NoModificationAllowedError') return
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_TRIES_MS))
  }
}

async function copy(from: File, to: FileSystemFileHandle): Promise<void> {
  await from.stream().pipeTo(await to.createWritable())
}
