import { Worker } from 'node:worker_threads'
import type { Assistant } from '#engine/read-heap.ts'

/** Its columns lie outside: it makes next to no objects, so that room for many young ones is wasted. */
const LIMITS = { maxYoungGenerationSizeMb: 1 }

/** From `cli` itself, and from what the build puts beside it for several commands. */
const THREAD = new URL('../cli/assistant-thread.js', import.meta.url)

/** Starts a second thread. */
export async function startAssistant(): Promise<Assistant> {
  const worker = new Worker(THREAD, { resourceLimits: LIMITS })
  let isOver = false
  const death = new Promise<never>((_, reject) => {
    worker.on('error', reject)
    worker.on('exit', () => {
      if (!isOver) reject(new Error('The second thread ended by itself.'))
    })
  })
  // Nobody may be waiting when it dies.
  death.catch(() => {})
  const end = (): void => {
    isOver = true
    void worker.terminate()
  }
  // It comes up while this thread reads what speaks with it.
  const [{ assistantIn }, { default: nodeEndpoint }] = await Promise.all([
    import('#protocol/assistant.ts'),
    import('comlink/dist/esm/node-adapter.mjs'),
  ])
  return assistantIn({ endpoint: nodeEndpoint(worker), death, end, isHelped: true })
}
