import type { Assistant } from '#engine/graph/assistant.ts'
import { assistantIn } from '#protocol/assistant.ts'
import type { ThreadLender } from '#protocol/worker.ts'

/**
 * An assistant in a thread that the page lends, started when there is work for it: a file that turns out to be no
 * capture needs none.
 */
export function borrowAssistant(lender: ThreadLender): Assistant {
  const end = () => void lender.end()
  // Comlink closes the way to a thread when nothing refers to its near end any more, whatever is still to come over it.
  let kept: Assistant | null = null
  return {
    find: async (snapshot, listener) => {
      kept = assistantIn({ endpoint: await lender.start(), death: lender.death(), end })
      return kept.find(snapshot, listener)
    },
    end,
  }
}
