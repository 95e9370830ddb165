import type { Snapshot } from '../model/snapshot.ts'
import { compareTexts } from './list-nodes.ts'

/** The alphabetic place of each of some strings, by string index; equal texts have the same. */
export function textRanks({ strings }: Snapshot, indexes: Iterable<number>): Map<number, number> {
  const texts = Array.from(new Set(indexes), (index) => ({ index, text: strings.text(index) }))
  texts.sort((a, b) => compareTexts(a.text, b.text))
  let rank = 0
  return new Map(
    texts.map(({ index, text }, i) => {
      if (i > 0 && texts[i - 1]!.text !== text) rank++
      return [index, rank]
    }),
  )
}
