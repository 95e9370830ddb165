import { Buffer } from 'node:buffer'
import { ChunkQueue } from './chunk-queue.ts'
import type { Inspected } from './inspected.ts'

/** So much may wait for the reader: what comes between two turns of it, and not the whole of a large heap. */
const MOST_WAITING = 16 << 20

/** What a target sends of its heap. */
export interface Recording {
  /** The file, as it comes; ends with a CaptureError where the target does. */
  readonly bytes: AsyncIterable<Uint8Array>
  /** How long the target stood still for it, in milliseconds, known with the last byte; null where it does not tell. */
  readonly pause: Promise<number | null>
}

/** How far the target is with what it does before it sends the first byte. */
type Report = (done: number, total: number) => void

/** Everything that lives now: a `.heapsnapshot`. */
export function snapshot(inspected: Inspected, report: Report): Recording {
  return streamed(inspected, report, () => {
    return inspected.client.HeapProfiler.takeHeapSnapshot({ reportProgress: true })
  })
}

/** What is allocated from now on, when and by whom, and everything that lives then: a `.heaptimeline`. @param ms how long */
export async function timeline(inspected: Inspected, ms: number, report: Report): Promise<Recording> {
  const { HeapProfiler } = inspected.client
  const started = await inspected.timed(() =>
    HeapProfiler.startTrackingHeapObjects({ trackAllocations: true }),
  )
  await inspected.wait(ms)
  const { bytes, pause } = streamed(inspected, report, () => {
    return HeapProfiler.stopTrackingHeapObjects({ reportProgress: true })
  })
  return { bytes, pause: quiet(pause.then((stopped) => sum(started, stopped))) }
}

/** By whom is allocated what lives at the end, from samples: a `.heapprofile`. @param ms how long */
export async function sampling(inspected: Inspected, ms: number): Promise<Recording> {
  const { HeapProfiler } = inspected.client
  const started = await inspected.timed(() => HeapProfiler.startSampling({}))
  await inspected.wait(ms)
  const stopping = HeapProfiler.stopSampling()
  const stopped = await inspected.timed(() => stopping)
  const { profile } = await stopping
  const bytes = Buffer.from(JSON.stringify(profile))
  return {
    bytes: (async function* whole() {
      yield bytes
    })(),
    pause: Promise.resolve(sum(started, stopped)),
  }
}

function streamed(inspected: Inspected, report: Report, begin: () => Promise<unknown>): Recording {
  const { HeapProfiler } = inspected.client
  const queue = new ChunkQueue(inspected.valve, MOST_WAITING)
  const listening = [
    HeapProfiler.addHeapSnapshotChunk(({ chunk }) => queue.push(Buffer.from(chunk))),
    HeapProfiler.reportHeapSnapshotProgress(({ done, total }) => report(done, total)),
  ]
  const pause = inspected.timed(begin)
  void pause
    .then(
      () => queue.finish(),
      (error: unknown) => queue.fail(error),
    )
    .finally(() => {
      for (const stop of listening) stop()
    })
  return { bytes: queue, pause: quiet(pause) }
}

/** The same promise, which may fail without anybody who waits: the bytes fail with it. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined)
  return promise
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}
