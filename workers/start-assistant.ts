import type { Assistant } from '#engine/graph/assistant.ts'
import { assistantIn } from '#protocol/assistant.ts'

/**
 * A second thread, started when there is work for it: a file that turns out to be no capture needs none, and Chromium
 * may keep a worker that is ended while it starts another. Null where threads may not share memory: the page is not
 * isolated then.
 */
export function startAssistant(): Assistant | null {
  if (!globalThis.crossOriginIsolated) return null
  let started: Assistant | null = null
  return {
    find: (snapshot, report) => {
      started = startThread()
      return started.find(snapshot, report)
    },
    end: () => started?.end(),
  }
}

function startThread(): Assistant {
  const worker = new Worker(new URL('./assistant.worker.ts', import.meta.url), {
    type: 'module',
    name: 'heapscope assistant',
  })
  const death = new Promise<never>((_, reject) => {
    worker.addEventListener('error', () => reject(new Error('The assisting thread died.')))
  })
  return assistantIn({ endpoint: worker, death, end: () => worker.terminate() })
}
