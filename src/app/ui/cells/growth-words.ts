import { formatBytes, formatDelta, formatPercent } from '../format.ts'
import type { BoxGrowth } from './growth-look.ts'

/** What changed in a box, in words: what it was and is, the difference, and how much of it is new. */
export function growthFacts({ growth, added, size, base }: BoxGrowth): readonly string[] {
  return [
    growth === 0 ? 'unchanged' : formatDelta(growth),
    `base ${formatBytes(base)}`,
    `target ${formatBytes(size)}`,
    ...(added > 0 ? [`${formatPercent(added, size)} new`] : []),
  ]
}
