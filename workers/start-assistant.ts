import type { Assistant } from '#engine/graph/assistant.ts'
import { assistantIn } from '#protocol/assistant.ts'

/** Starts a second thread, or gives null where threads may not share memory: the page is not isolated then. */
export function startAssistant(): Assistant | null {
  if (!globalThis.crossOriginIsolated) return null
  const worker = new Worker(new URL('./assistant.worker.ts', import.meta.url), {
    type: 'module',
    name: 'heapscope assistant',
  })
  const death = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('The assisting thread died.')))
  })
  return assistantIn({ endpoint: worker, death, end: () => worker.terminate() })
}
