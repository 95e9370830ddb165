import { HeapError, type HeapErrorCode } from '#engine/base/error.ts'
import type { TaskHost } from '#engine/base/task.ts'
import type { ContentHash } from '#engine/format/content-hash.ts'
import type { ByteSource } from '#engine/format/source.ts'
import type { Assistant } from '#engine/read-heap.ts'
import type { Session } from '#engine/session.ts'
import { freeMemory } from './free-memory.ts'
import { nameOfInput, sourceAt } from './input.ts'
import type { Io, TextStream } from './io.ts'
import type { ProgressLine } from './progress-line.ts'
import { nodeHost } from './task-host.ts'

/** An input that cannot be read. `message` is one sentence that begins with the file's name. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** With smaller captures a thread takes longer to start than it saves. */
const WORTH_A_THREAD_BYTES = 64 << 20

/** Set to anything, it opens captures whole that seem to need more memory than there is. */
const TRY_ANYWAY = 'HEAPSCOPE_ANYWAY'
const SHORT_OF_MEMORY: ReadonlySet<HeapErrorCode> = new Set(['too-big', 'out-of-memory'])
const WAYS_OUT = `heapscope summary --shallow leaves the references out, ${TRY_ANYWAY}=1 tries it whole.`

/** How much of a heap a command wants, and what it wants to know of the file. */
export interface Wishes {
  /** Whether totals and classes will do: a container has them at its fingertips. */
  readonly onlyTotals?: boolean
  /** Whether references are left out. */
  readonly shallowOnly?: boolean
  /** Takes every byte of a capture as it is read; of a container some. */
  readonly hash?: ContentHash
  /** What the work runs under; without it progress is shown on standard error. */
  readonly host?: TaskHost
  /** Bytes of memory that it may take at most, where that is less than is free. */
  readonly most?: number
  /** Whether a source that does not know its size may well be a large one. */
  readonly mayBeLarge?: boolean
}

/**
 * Opens the capture or container that `path` names, as `openSource` does: a file, `-` for standard input, a link to a
 * share, or one of a bundle's.
 * @throws InputError; UsageError where it names a bundle of several and not which; ShareError where a share cannot be had
 */
export async function openSession(path: string, io: Io, wishes: Wishes = {}): Promise<Session> {
  const source = await sourceAt(path, io).catch((error: unknown) => {
    throw inputError(path, error)
  })
  return openSource(source, path, io, wishes)
}

/**
 * Opens a capture or container and computes everything about it, with a progress bar where standard error is a terminal.
 * Captures that need more memory than is free are refused, unless the environment says to try.
 * @param path what names it, for messages
 * @throws InputError
 */
export async function openSource(
  source: ByteSource,
  path: string,
  io: Io,
  { onlyTotals, shallowOnly = false, hash, host: given, most = Infinity, mayBeLarge = false }: Wishes = {},
): Promise<Session> {
  const progress = await progressOn(io.stderr)
  const host = given ?? nodeHost((step) => progress?.show(step))
  try {
    // It comes up while this thread reads its own program.
    const assistant = shallowOnly ? null : await assistantFor(source.size ?? (mayBeLarge ? Infinity : 0))
    const { Session } = await import('#engine/session.ts')
    const { hashed } = await import('#engine/format/content-hash.ts')
    // Who hashes all bytes reads them all in one thread.
    const read = hash ? { ...source, origin: undefined, chunks: () => hashed(source.chunks(), hash) } : source
    const available = io.environment[TRY_ANYWAY] ? null : Math.min(freeMemory(), most)
    const session = await Session.read(read, host, assistant, { available, shallowOnly })
    if (!(onlyTotals && session.hasTotals)) await session.complete(host)
    return session
  } catch (error) {
    throw inputError(path, error)
  } finally {
    progress?.clear()
  }
}

/** Null where nobody would see it: it takes a while to come. */
async function progressOn(stream: TextStream): Promise<ProgressLine | null> {
  if (!stream.isTTY) return null
  const { ProgressLine } = await import('./progress-line.ts')
  return new ProgressLine(stream)
}

/** A second thread for a capture of so many bytes, where it is large enough for one. */
async function assistantFor(size: number): Promise<Assistant | null> {
  if (size < WORTH_A_THREAD_BYTES) return null
  const { startAssistant } = await import('./start-assistant.ts')
  return startAssistant()
}

/**
 * The failure of work on the input at `path`, for people.
 * @throws whatever is neither the input's fault nor the machine's: that is a defect of ours
 */
export function inputError(path: string, error: unknown): InputError {
  return new InputError(`${nameOfInput(path)}: ${reasonOf(error)}`, { cause: error })
}

function reasonOf(error: unknown): string {
  if (error instanceof HeapError) {
    return SHORT_OF_MEMORY.has(error.code) ? `${error.message} ${WAYS_OUT}` : error.message
  }
  // Typed arrays that do not fit into memory.
  if (error instanceof RangeError) {
    return `There is not enough memory for this capture; close other programs, or open it on a machine with more. ${WAYS_OUT}`
  }
  throw error
}
