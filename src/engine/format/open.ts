import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import { isContainer, MAGIC } from './container/layout.ts'
import { type RandomAccess, randomAccess } from './container/random-access.ts'
import { gunzip, isGzip } from './gzip.ts'
import { isPickle, readTracePickle } from './pickle/trace-reader.ts'
import { isProfile, PROFILE_BEGINNING, readProfile } from './profile/profile-reader.ts'
import { isLineReport, readLineReport } from './report/report-reader.ts'
import { isSeries, readSeries } from './series/series-reader.ts'
import type { ByteSource } from './source.ts'
import { readV8Snapshot } from './v8/reader.ts'
import { EVERYTHING, type Reading } from './v8/reading.ts'
import type { WithoutObjects } from './without-objects.ts'
import type { OnEarly, ReadResult, SecondReader } from './v8/text-input.ts'

/** Heap snapshots shrink about tenfold under gzip; more than this is not believed of a header's counts. */
const MAX_GZIP_RATIO = 40

/** What a file turned out to be: a capture or a file without objects, which then has been read, or one of our own containers. */
export type Opened =
  | ({ readonly form: 'capture' } & ReadResult)
  | ({ readonly form: 'profile' } & WithoutObjects)
  | { readonly form: 'container'; readonly container: RandomAccess }

export interface OpenOptions {
  /** Another thread that reads a part of the file; the columns then lie in memory that both see. */
  readonly tailReader?: SecondReader | null
  readonly reading?: Reading
  /** Takes what is known before the references are read, where the other thread has read the strings by then. */
  readonly onEarly?: OnEarly | null
}

/**
 * Reads a capture of any kind we know, plain or gzip-compressed, and recognises a container. The content decides, never
 * the name.
 * @throws HeapError
 */
export async function openFile(source: ByteSource, task: Task, options: OpenOptions = {}): Promise<Opened> {
  const { first, all, close } = await peek(source.chunks(), MAGIC.length)
  if (isContainer(first)) {
    const container = await randomAccess(source, all, task)
    // A source that can be read anywhere was not read on from its start.
    await close()
    return { form: 'container', container }
  }
  try {
    return await readStream(source, first, all, task, options)
  } catch (error) {
    throw error instanceof RangeError ? outOfMemory(source.name) : error
  }
}

/** Reads what must be a capture. @throws HeapError */
export async function readCapture(source: ByteSource, task: Task): Promise<ReadResult> {
  const opened = await openFile(source, task)
  if (opened.form === 'capture') return opened
  throw new HeapError(
    'not-a-snapshot',
    `This is a ${opened.form === 'profile' ? 'file without objects' : 'container'}, not a capture.`,
  )
}

async function readStream(
  source: ByteSource,
  first: Uint8Array,
  all: AsyncIterable<Uint8Array>,
  task: Task,
  options: OpenOptions,
): Promise<Opened> {
  const { tailReader = null, reading = EVERYTHING, onEarly = null } = options
  const shared = tailReader !== null
  const { origin, size } = source
  if (isGzip(first)) {
    const most = size === null ? null : size * MAX_GZIP_RATIO
    const text = await peek(gunzip(all), PROFILE_BEGINNING)
    const read = readerOf(text.first)
    if (read) return { form: 'profile', ...(await read(text.all, most, task)) }
    const input = { chunks: () => text.all, size: most, textSize: null }
    const capture = { ...input, shared, reading, tail: null, onEarly: null }
    return { form: 'capture', ...(await readV8Snapshot(capture, task)) }
  }
  const text = await peek(all, PROFILE_BEGINNING)
  const read = readerOf(text.first)
  if (read) return { form: 'profile', ...(await read(text.all, size, task)) }
  let begun = false
  const chunks = (from = 0) => {
    const isFirst = !begun
    begun = true
    return isFirst ? text.all : source.chunks(from)
  }
  const tail = tailReader && origin !== undefined ? { reader: tailReader, origin } : null
  const input = { chunks, size, textSize: size, shared, reading, tail, onEarly }
  return { form: 'capture', ...(await readV8Snapshot(input, task)) }
}

/** Reads a file without objects. @param size its bytes, or at most so many, or null where that is not known */
type Reader = (chunks: AsyncIterable<Uint8Array>, size: number | null, task: Task) => Promise<WithoutObjects>

/** What reads a file that begins so and holds no objects; null for a capture. */
function readerOf(beginning: Uint8Array): Reader | null {
  if (isProfile(beginning)) return readProfile
  if (isPickle(beginning)) return readTracePickle
  const text = new TextDecoder().decode(beginning.subarray(0, PROFILE_BEGINNING))
  if (isSeries(text)) return readSeries
  return isLineReport(text) ? readLineReport : null
}

/** Looks at the beginning, at least so many bytes where there are as many, without taking it away. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
  least: number,
): Promise<{ first: Uint8Array; all: AsyncIterable<Uint8Array>; close: () => Promise<unknown> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let next = await iterator.next()
  let first = next.done ? new Uint8Array(0) : next.value
  while (!next.done && first.length < least) {
    const start = first.slice()
    next = await iterator.next()
    first = next.done ? start : concat(start, next.value)
  }
  return { first, all: resume(first, iterator), close: async () => iterator.return?.() }
}

async function* resume(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    for (;;) {
      const next = await iterator.next()
      if (next.done) return
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

function outOfMemory(name: string): HeapError {
  return new HeapError(
    'out-of-memory',
    `There is not enough memory for ${name}; close other programs, or open it on a machine with more.`,
  )
}
