import { knownWords, MEMORY_PART_WORDS } from '#engine/analyses/process-memory-parts.ts'
import { memoryGrowthWords, memoryWords } from '#engine/analyses/process-memory-words.ts'
import { formatBytes } from '../text.ts'
import type { KnownMemory } from './memory.ts'

/** Where memory is, as one line of JSON. */
export function memoryJson(after: KnownMemory, before: KnownMemory | null): string {
  const growth = before && {
    base: described(before),
    growth: memoryGrowthWords(before.figures, after.figures, formatBytes),
  }
  return `${JSON.stringify({ ...described(after), ...growth })}\n`
}

function described({ figures, process }: KnownMemory) {
  const parts = figures.parts.map((part) => {
    const { title, group, free } = MEMORY_PART_WORDS[part.name]
    return {
      ...part,
      title,
      group,
      free,
      share: part.bytes / (figures.whole || 1),
      known: knownWords(part, formatBytes),
    }
  })
  return { sentence: memoryWords(figures, formatBytes), ...figures, parts, process }
}
