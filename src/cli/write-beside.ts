import { rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open, realpath, rename, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ByteSink } from '#engine/format/sink.ts'
import { beforeEnd } from './before-end.ts'

/** An output that cannot be written. `message` is one sentence that begins with the file's name. */
export class OutputError extends Error {
  override readonly name = 'OutputError'
}

/**
 * Writes a file whole or not at all: `work` fills another one in the same folder, which takes the name in the end. When
 * anything fails, or somebody ends the process, that one is deleted and what had the name before keeps it.
 * @throws OutputError where the system does not let us write, and whatever `work` throws
 */
export async function writeBeside<Result>(
  path: string,
  work: (sink: ByteSink) => Promise<Result>,
): Promise<Result> {
  // Of a link its target is replaced.
  const target = await realpath(path).catch(() => path)
  // It takes a while to come, and most commands write nothing.
  const { randomBytes } = await import('node:crypto')
  const part = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.part`)
  const name = basename(path)
  // Before the file is there: who sees it may end the process at once.
  let isEnding = false
  const forget = beforeEnd(() => {
    isEnding = true
    rmSync(part, { force: true })
  })
  try {
    return await fill(part, target, name, work)
  } catch (error) {
    // The end may wait for others; that the file is gone by then is no news.
    if (isEnding) return await new Promise<never>(() => {})
    throw error
  } finally {
    forget()
  }
}

async function fill<Result>(
  part: string,
  target: string,
  name: string,
  work: (sink: ByteSink) => Promise<Result>,
): Promise<Result> {
  const handle = await orOutputError(name, create(part))
  try {
    const result = await work({ write: (bytes) => orOutputError(name, writeAll(handle, bytes)) })
    await orOutputError(name, handle.sync())
    await handle.close()
    await orOutputError(name, rename(part, target))
    return result
  } catch (error) {
    await handle.close().catch(() => undefined)
    rmSync(part, { force: true })
    throw error
  }
}

/** Makes the file in the turn that is on, in which no signal comes, so that none finds it half made. */
async function create(part: string): Promise<FileHandle> {
  writeFileSync(part, '', { flag: 'wx' })
  return open(part, 'r+')
}

/** What is at `path`: nothing, a file that may be replaced, or something that may not. */
export async function whatIsAt(path: string): Promise<'nothing' | 'file' | 'other'> {
  const stats = await stat(path).catch(() => null)
  if (!stats) return 'nothing'
  return stats.isFile() ? 'file' : 'other'
}

/** Writes all of the bytes where the file stands. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.length) {
    written += (await handle.write(bytes, written, bytes.length - written)).bytesWritten
  }
}

/** What the system does not let us write becomes an OutputError about the file `name`. */
export async function orOutputError<Value>(name: string, writing: Promise<Value>): Promise<Value> {
  try {
    return await writing
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    throw new OutputError(`${name}: ${REASONS[code] ?? `It could not be written (${code}).`}`, {
      cause: error,
    })
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such folder to write it to; make it first.',
  ENOTDIR: 'There is no such folder to write it to; make it first.',
  EACCES: 'It may not be written there; choose another folder.',
  EPERM: 'It may not be written there; choose another folder.',
  EROFS: 'It may not be written there; choose another folder.',
  ENOSPC: 'The disk is full; make room or choose another one.',
}
