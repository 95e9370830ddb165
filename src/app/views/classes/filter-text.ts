import { compileTextFilter } from '#engine/query/text-filter.ts'
import { messageOf } from '#app/ui/message-of.ts'

/** Why a filter cannot be used, in a sentence; null when it can. */
export function filterProblem(text: string): string | null {
  try {
    compileTextFilter(text, () => performance.now())
    return null
  } catch (error) {
    return messageOf(error)
  }
}
