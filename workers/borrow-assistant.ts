import type { Assistant } from '#engine/read-heap.ts'
import { assistantIn } from '#protocol/assistant.ts'
import type { ThreadLender } from '#protocol/worker.ts'

/**
 * An assistant in a thread that the page lends, started when there is work for it: a file that turns out to be no
 * capture needs none.
 */
export function borrowAssistant(lender: ThreadLender): Assistant {
  const end = () => void lender.end()
  // Comlink closes the way to a thread when nothing refers to its near end any more, whatever is still to come over it.
  let kept: Promise<Assistant> | null = null
  const borrowed = () => {
    kept ??= lender
      .start()
      .then((endpoint) => assistantIn({ endpoint, death: lender.death(), end, isHelped: false }))
    return kept
  }
  return {
    find: async (snapshot, listener) => (await borrowed()).find(snapshot, listener),
    findTails: async (search) => (await borrowed()).findTails(search),
    readTail: async (request) => (await borrowed()).readTail(request),
    readAhead: async (search) => (await borrowed()).readAhead(search),
    end,
  }
}
