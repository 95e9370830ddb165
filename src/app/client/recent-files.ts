import { z } from 'zod'
import type { RecentCapture } from '../state/recent-budget.ts'

/**
 * Captures in the browser's origin-private file system: folder `recent` with `<id>.capture` (the file as it was
 * opened) and `<id>.json` (what is known about it). The description is written last: without it a copy that was cut
 * short does not count, and is cleared away later.
 */
const FOLDER = 'recent'

/** A copy without a description may be one that another tab is writing; after this long it is not. */
const ORPHANED_AFTER_MS = 3_600_000

const described = z.object({
  id: z.string().regex(/^[\w-]+$/),
  name: z.string(),
  size: z.number(),
  modified: z.number(),
  opened: z.number(),
})

/** All captures that are kept, the one opened last first. */
export async function listKept(): Promise<readonly RecentCapture[]> {
  const folder = await open()
  const kept: RecentCapture[] = []
  const copies: string[] = []
  for await (const name of folder.keys()) {
    if (name.endsWith('.capture')) copies.push(name.slice(0, -'.capture'.length))
    if (!name.endsWith('.json')) continue
    const entry = described.safeParse(await readJson(folder, name))
    if (entry.success) kept.push(entry.data)
  }
  const undescribed = copies.filter((id) => !kept.some((entry) => entry.id === id))
  await Promise.all(undescribed.map((id) => removeIfOrphaned(id)))
  return kept.filter(({ id }) => copies.includes(id)).sort((a, b) => b.opened - a.opened)
}

/**
 * Copies a file into the browser, without holding it in memory.
 * @throws what the browser refuses with, or the signal's reason; nothing of the file stays then
 */
export async function keep(capture: RecentCapture, file: Blob, signal: AbortSignal): Promise<void> {
  const folder = await open()
  try {
    const handle = await folder.getFileHandle(`${capture.id}.capture`, { create: true })
    await file.stream().pipeTo(await handle.createWritable(), { signal })
    signal.throwIfAborted()
    await describe(capture)
  } catch (error) {
    await removeKept(capture.id)
    throw error
  }
}

/** Writes what is known of a capture, over what was known before. */
export async function describe(capture: RecentCapture): Promise<void> {
  const handle = await (await open()).getFileHandle(`${capture.id}.json`, { create: true })
  const writable = await handle.createWritable()
  await writable.write(JSON.stringify(capture))
  await writable.close()
}

/** The file of a capture, or null where it is not kept (any more). */
export async function readKept(id: string): Promise<File | null> {
  try {
    return await (await (await open()).getFileHandle(`${id}.capture`)).getFile()
  } catch {
    return null
  }
}

export async function removeKept(id: string): Promise<void> {
  const folder = await open()
  await Promise.all(
    ['capture', 'json'].map((ending) => folder.removeEntry(`${id}.${ending}`).catch(() => undefined)),
  )
}

async function removeIfOrphaned(id: string): Promise<void> {
  const copy = await readKept(id)
  if (copy && Date.now() - copy.lastModified > ORPHANED_AFTER_MS) await removeKept(id)
}

async function open(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(FOLDER, { create: true })
}

async function readJson(folder: FileSystemDirectoryHandle, name: string): Promise<unknown> {
  try {
    const file = await (await folder.getFileHandle(name)).getFile()
    return JSON.parse(await file.text()) as unknown
  } catch {
    return null
  }
}
