import { type FindingRow, SEVERITIES } from './finding-rows.ts'

type Ranked = Pick<FindingRow, 'severity' | 'saving' | 'retained'> & Partial<Pick<FindingRow, 'whose'>>

/** The bytes that a finding is ranked by: what it saves, or else what it keeps. */
export function weightOf({ saving, retained }: Pick<FindingRow, 'saving' | 'retained'>): number {
  return saving?.bytes ?? retained
}

/** Orders findings: the worst first, of equals those of the program before those of others' code, then by their bytes. */
export function byRank(a: Ranked, b: Ranked): number {
  return severityRank(a) - severityRank(b) || othersLast(a) - othersLast(b) || weightOf(b) - weightOf(a)
}

function severityRank({ severity }: Ranked): number {
  return SEVERITIES.indexOf(severity)
}

function othersLast({ whose }: Ranked): number {
  return whose === 'library' || whose === 'runtime' ? 1 : 0
}
