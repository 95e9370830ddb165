import { HeapError } from '../base/error.ts'
import type { Task } from '../base/task.ts'
import { gunzip, isGzip } from './gzip.ts'
import type { ByteSource } from './source.ts'
import { type ReadResult, readV8Snapshot } from './v8/reader.ts'

/** Heap snapshots shrink about tenfold under gzip; more than this is not believed of a header's counts. */
const MAX_GZIP_RATIO = 40

/**
 * Reads a capture of any kind we know, plain or gzip-compressed. Its content decides, never its name.
 * @param shared whether other threads should see the columns
 * @throws HeapError
 */
export async function readCapture(source: ByteSource, task: Task, shared = false): Promise<ReadResult> {
  const { first, all } = await peek(source.chunks())
  try {
    if (isGzip(first)) {
      const size = source.size === null ? null : source.size * MAX_GZIP_RATIO
      return await readV8Snapshot(gunzip(all), size, task, shared)
    }
    return await readV8Snapshot(all, source.size, task, shared)
  } catch (error) {
    throw error instanceof RangeError ? outOfMemory(source.name) : error
  }
}

/** Looks at the first piece without taking it away. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ first: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  let head = await iterator.next()
  // Magic numbers are two bytes long, pieces may be shorter.
  if (!head.done && head.value.length < 2) {
    const start = head.value.slice()
    const next = await iterator.next()
    if (!next.done) head = { done: false, value: concat(start, next.value) }
  }
  const first = head.done ? new Uint8Array(0) : head.value
  return { first, all: resume(first, iterator) }
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
