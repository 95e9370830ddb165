import { HeapError } from '#engine/base/error.ts'
import type { ByteSink } from '#engine/format/sink.ts'
import { ANALYSES_FOLDER, type SaveListener, type SaveRequest } from '#protocol/worker.ts'
import { type AccessHandle, accessTo } from './exclusive-file.ts'

/** A file that is being written; nobody else can open it before it is closed. */
export interface PartFile extends ByteSink {
  close(): void
  /** Closes and deletes it. */
  discard(): Promise<void>
}

/** Begins a file in the folder of analyses. @throws HeapError */
export async function openPart(
  { part, most }: SaveRequest,
  makeRoom: SaveListener['makeRoom'],
): Promise<PartFile> {
  const { folder, handle } = await begin(part).catch((error: unknown) => {
    throw isQuota(error) ? tooBig() : refused(error)
  })
  const write = boundedWriter(handle, most, makeRoom)
  return {
    write,
    close: () => {
      handle.flush()
      handle.close()
    },
    discard: async () => {
      handle.close()
      await folder.removeEntry(part)
    },
  }
}

async function begin(part: string) {
  const root = await navigator.storage.getDirectory()
  const folder = await root.getDirectoryHandle(ANALYSES_FOLDER, { create: true })
  return { folder, handle: await accessTo(await folder.getFileHandle(part, { create: true })) }
}

/**
 * Writes one piece after the other, `most` bytes at the most; where the browser has no room left, it is made.
 * @throws HeapError `too-big`
 */
export function boundedWriter(
  handle: AccessHandle,
  most: number,
  makeRoom: SaveListener['makeRoom'],
): (bytes: Uint8Array) => Promise<void> {
  let at = 0
  return async (bytes) => {
    if (at + bytes.length > most) throw tooBig()
    for (let done = 0; done < bytes.length;) {
      const part = new Uint8Array(bytes.subarray(done))
      const written = tryWrite(handle, part, at + done)
      if (written > 0) done += written
      else if (!(await makeRoom())) throw tooBig()
    }
    at += bytes.length
  }
}

/** @returns how many bytes were written: 0 where there is no room */
function tryWrite(handle: AccessHandle, bytes: Uint8Array<ArrayBuffer>, at: number): number {
  try {
    return handle.write(bytes, { at })
  } catch (error) {
    if (isQuota(error)) return 0
    throw error
  }
}

function isQuota(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError'
}

function refused(error: unknown): HeapError {
  const why = error instanceof Error ? error.message : String(error)
  return new HeapError('unreadable', `This browser does not let the page write files (${why}).`)
}

function tooBig(): HeapError {
  return new HeapError('too-big', 'Its analysis needs more room than this browser grants the page.')
}
