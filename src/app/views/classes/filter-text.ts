import { compileTextFilter } from '#engine/query/text-filter.ts'
import { messageOf } from '#app/ui/message-of.ts'

/** Why a filter cannot be used, in a sentence; null when it can. */
export function filterProblem(text: string): string | null {
  try {
    compileTextFilter(text)
    return null
  } catch (error) {
    return messageOf(error)
  }
}
