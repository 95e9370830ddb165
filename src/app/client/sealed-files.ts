import { SEALED_FOLDER } from '#sharing/share-worker.ts'

/**
 * Sealed files on their way to a server: folder `sealed` of the origin-private file system, so that an upload can go on
 * after a reload. Who uploads one holds the lock of its name.
 */
const LOCK = 'heapscope.sealed.'

/** The file, or null where it is not there (any more). */
export async function readSealed(name: string): Promise<File | null> {
  try {
    return await (await (await openFolder()).getFileHandle(name)).getFile()
  } catch {
    return null
  }
}

export async function removeSealed(name: string): Promise<void> {
  try {
    await (await openFolder()).removeEntry(name)
  } catch {
    // It is gone, or there never was one.
  }
}

/** Runs while no other tab works with the file. @returns null where one does */
export function withSealed<Value>(name: string, work: () => Promise<Value>): Promise<Value | null> {
  return navigator.locks.request(LOCK + name, { ifAvailable: true }, (lock) => (lock ? work() : null))
}

/** Deletes the files that none of these names, and nobody works with. */
export async function tidySealed(known: ReadonlySet<string>): Promise<void> {
  const folder = await openFolder().catch(() => null)
  // Nothing was ever uploaded, or the browser keeps nothing.
  if (!folder) return
  const names: string[] = []
  for await (const name of folder.keys()) if (!known.has(name)) names.push(name)
  await Promise.all(names.map((name) => withSealed(name, () => removeSealed(name))))
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(SEALED_FOLDER)
}
