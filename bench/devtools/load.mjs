import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { MessageChannel, Worker } from 'node:worker_threads'
import { createGunzip } from 'node:zlib'
import { devtoolsBundle } from './bundle.mjs'

/** DevTools' page reads a file in pieces of this many bytes and hands each to the worker as text. */
const CHUNK_BYTES = 10_000_000

/**
 * Opens a snapshot as DevTools does: its loader and its first thread here, its second thread in a worker.
 * Reading into this thread rather than passing each piece between threads is in DevTools' favour.
 * @returns the `JSHeapSnapshot` and the milliseconds of each stage, named as DevTools names them
 */
export async function loadInDevTools(file) {
  const bundle = await devtoolsBundle()
  await shimOldNode()
  const { HeapSnapshotLoader } = await import(bundle)
  const stages = new StageTimes()
  const loader = new HeapSnapshotLoader({ sendEvent: (_, text) => stages.status(JSON.parse(text).string) })
  const decoder = new TextDecoder()
  for await (const chunk of pieces(file)) {
    loader.write(decoder.decode(chunk, { stream: true }))
    await new Promise(setImmediate)
  }
  loader.write(decoder.decode())
  loader.close()

  const worker = new Worker(new URL('second-thread.mjs', import.meta.url), { workerData: { bundle } })
  const { port1, port2 } = new MessageChannel()
  worker.postMessage(port2, [port2])
  await once(worker, 'message')
  try {
    const snapshot = await loader.buildSnapshot(port1)
    return { snapshot, stages }
  } finally {
    port1.close()
    await worker.terminate()
  }
}

/** How long each stage lasted; a stage ends when another begins. */
class StageTimes {
  #times = new Map()
  #name = 'Loading snapshot info…'
  #since = performance.now()

  status(name) {
    if (name !== this.#name) {
      const now = performance.now()
      this.#times.set(this.#name, (this.#times.get(this.#name) ?? 0) + now - this.#since)
      this.#name = name
      this.#since = now
    }
  }

  toJSON() {
    return Object.fromEntries(
      [...this.#times].map(([name, ms]) => [name.replace(/…?( ?\{PH1\}%)?$/, ''), Math.round(ms)]),
    )
  }
}

async function* pieces(file) {
  const stream = createReadStream(file, { highWaterMark: CHUNK_BYTES })
  yield* file.endsWith('.gz') ? stream.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : stream
}

/** The worker is written for today's browsers; Node 20 lacks one function of theirs. */
async function shimOldNode() {
  if (!Promise.withResolvers) {
    await import('./with-resolvers.mjs')
  }
}
