import { weightOf } from '#engine/model/finding-rank.ts'
import type { FindingRow } from '#engine/model/finding-rows.ts'

/** A note that is about this part of the heap and more is told first where there is nothing worse. */
const LARGE_NOTE = 0.2

/** What is told first of a heap of `total` bytes: the worst above a note, or a note about much of it. @param rows ranked */
export function topFinding(rows: readonly FindingRow[], total: number): FindingRow | null {
  const [worst] = rows
  if (worst && worst.severity !== 'note') return worst
  return rows.find((row) => weightOf(row) >= LARGE_NOTE * total) ?? null
}
