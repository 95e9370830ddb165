import { type FindingRow, SEVERITIES } from '#engine/model/finding-rows.ts'

/** A note that is about this part of the heap and more is told first where there is nothing worse. */
const LARGE_NOTE = 0.2

/** The bytes that a finding is ranked by: what a cure would free, or else what it keeps. */
export function findingBytes({ saving, retained }: Pick<FindingRow, 'saving' | 'retained'>): number {
  return saving?.bytes ?? retained
}

/** The worst first, of equals the one with most bytes. */
export function ranked(rows: readonly FindingRow[]): readonly FindingRow[] {
  const rank = ({ severity }: FindingRow) => SEVERITIES.indexOf(severity)
  return rows.toSorted((a, b) => rank(a) - rank(b) || findingBytes(b) - findingBytes(a))
}

/** What is told first of a heap of `total` bytes: the worst above a note, or a note about much of it. @param rows ranked */
export function topFinding(rows: readonly FindingRow[], total: number): FindingRow | null {
  const [worst] = rows
  if (worst && worst.severity !== 'note') return worst
  return rows.find((row) => findingBytes(row) >= LARGE_NOTE * total) ?? null
}
