import type { WithoutStep } from '#app/state/without.ts'
import { edgeText } from '#app/ui/edge-text.ts'

/** What was taken out, in a few words. */
export function stepText(step: WithoutStep): string {
  if (typeof step === 'string') return `ignored ${endText(step)}`
  const { from, type, name, to } = step
  const edge = name === '[]' ? '[…]' : edgeText(type, name)
  return `cut ${edge} from ${endText(from)} to ${endText(to)}`
}

function endText(end: string): string {
  return /^@\d+$/.test(end) ? end : `every ${end}`
}
