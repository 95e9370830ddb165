import { closeSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { HeapError } from '#engine/base/error.ts'
import type { ByteSource } from '#engine/format/source.ts'

/** Large enough that the system's calls do not count, small enough to stay in the processor's cache. */
const CHUNK_BYTES = 1 << 20
/** A fraction of a processor's own cache. */
const WAITING_BYTES = 1 << 18

/** The name that means standard input. */
export const STDIN = '-'

/** Bytes `from` to `to` (exclusive) of a file; can cross to another thread. */
export interface FilePart {
  readonly path: string
  readonly from: number
  /** `Infinity` for its end. */
  readonly to: number
}

/**
 * A file as a source of bytes; one that has no size, as a device, cannot be read but from its start.
 * @throws HeapError `unreadable` from `chunks` and `read` where the system does not let us read
 */
export function fileSource(path: string, size: number | null): ByteSource {
  const name = basename(path)
  if (size !== null) return partSource(name, { path, from: 0, to: Infinity }, size)
  return { name, size, chunks: (from) => readChunks({ path, from: 0, to: Infinity }, from) }
}

/** A part of a regular file as a source: of a bundle, a capture in it. @param size length of the part in bytes */
export function partSource(name: string, part: FilePart, size: number): ByteSource {
  const { path } = part
  return {
    name,
    size,
    origin: part,
    chunks: (from = 0) => readChunks(part, from),
    read: (from, to) => readRange(path, part.from + from, Math.min(part.from + to, part.to)),
  }
}

/**
 * The same for a thread that has nothing else to do: it waits in the system for each chunk, which then lies in its own
 * processor's cache, and there is no other thread to be woken for it.
 */
export function waitingSource(part: FilePart): ByteSource {
  // Its length does not matter to who knows where to read.
  const source = partSource(basename(part.path), part, Infinity)
  return { ...source, chunks: (from = 0) => waitForChunks(part, from) }
}

export function stdinSource(stdin: AsyncIterable<Uint8Array>): ByteSource {
  return { name: 'standard input', size: null, chunks: () => readStdin(stdin) }
}

async function* readStdin(stdin: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stdin
  } catch (error) {
    throw unreadable(error)
  }
}

/** Length of a regular file in bytes; null for pipes and devices, which do not say. @throws HeapError `unreadable` */
export async function sizeOf(path: string): Promise<number | null> {
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(error)
  })
  if (stats.isDirectory()) throw unreadable({ code: 'EISDIR' })
  return stats.isFile() ? stats.size : null
}

/** Opens the file anew each time, so that nothing stays open between two questions. */
async function readRange(path: string, from: number, to: number): Promise<Uint8Array> {
  try {
    const handle = await open(path, 'r')
    try {
      const bytes = new Uint8Array(to - from)
      let used = 0
      while (used < bytes.length) {
        const { bytesRead } = await handle.read(bytes, used, bytes.length - used, from + used)
        if (bytesRead === 0) break
        used += bytesRead
      }
      return bytes.subarray(0, used)
    } finally {
      await handle.close()
    }
  } catch (error) {
    throw unreadable(error)
  }
}

/** Reads with two buffers in turn, so that the next chunk is read while the one before is parsed. */
async function* readChunks({ path, from: begin, to }: FilePart, from?: number): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r').catch((error: unknown) => {
    throw unreadable(error)
  })
  let pending = Promise.resolve(0)
  // Devices are read on from where they are.
  let position = from === undefined ? null : begin + from
  try {
    let current = new Uint8Array(CHUNK_BYTES)
    let next = new Uint8Array(CHUNK_BYTES)
    const left = () => (position === null ? Infinity : to - position)
    pending = fill(handle, current, position, left())
    for (;;) {
      const length = await pending
      if (length === 0) return
      if (position !== null) position += length
      pending = fill(handle, next, position, left())
      // A read that fails while the chunk before is parsed is reported when its turn comes.
      pending.catch(() => undefined)
      yield current.subarray(0, length)
      ;[current, next] = [next, current]
    }
  } finally {
    // A reader that stops early must not close the file under a read that is still going on.
    await pending.catch(() => undefined)
    await handle.close()
  }
}

/** Each chunk takes the place of the one before. */
async function* waitForChunks({ path, from: begin, to }: FilePart, from: number): AsyncGenerator<Uint8Array> {
  const file = orUnreadable(() => openSync(path, 'r'))
  try {
    const chunk = new Uint8Array(WAITING_BYTES)
    for (let position = begin + from; position < to;) {
      const most = Math.min(chunk.length, to - position)
      const length = orUnreadable(() => readSync(file, chunk, 0, most, position))
      if (length === 0) return
      position += length
      yield chunk.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}

/** @throws HeapError `unreadable` where the system does not let us */
function orUnreadable<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    throw unreadable(error)
  }
}

async function fill(
  handle: FileHandle,
  buffer: Uint8Array,
  position: number | null,
  most: number,
): Promise<number> {
  const length = Math.min(buffer.length, most)
  if (length <= 0) return 0
  try {
    return (await handle.read(buffer, 0, length, position)).bytesRead
  } catch (error) {
    throw unreadable(error)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file; check the path.',
  ENOTDIR: 'There is no such file; check the path.',
  EISDIR: 'This is a folder; name a snapshot file in it.',
  EACCES: 'This file may not be read; check its permissions.',
  EPERM: 'This file may not be read; check its permissions.',
}

function unreadable(error: unknown): HeapError {
  const code = error && typeof error === 'object' && 'code' in error ? String(error.code) : 'unknown error'
  return new HeapError(
    'unreadable',
    REASONS[code] ?? `The system could not read this file (${code}); copy it elsewhere and try again.`,
  )
}
