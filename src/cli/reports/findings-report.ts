import type { ComparedFindings, FindingRow, RuleRow, Severity, WasteRow } from '#engine/model/finding-rows.ts'
import { SEVERITIES } from '#engine/model/finding-rows.ts'
import type { Summary } from '#engine/model/rows.ts'

/** All that reports of findings tell. */
export interface FindingsReport {
  readonly summary: Summary
  /** The rules that were tried. */
  readonly rules: readonly RuleRow[]
  /** Ranked: of several captures the steadily growing first, then the worst. */
  readonly findings: readonly FindingRow[]
  readonly waste: readonly WasteRow[]
  /** What became of them; null of one capture. */
  readonly compared: ComparedFindings | null
  /** The captures' names, in their order. */
  readonly captures: readonly string[]
}

/** How many findings there are of each severity, as `1 serious, 2 warnings, 5 notes`. */
export function severityCounts(findings: readonly Pick<FindingRow, 'severity'>[]): string {
  const parts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0)
  return parts.map(({ severity, count }) => `${count} ${plural(severity, count)}`).join(', ') || 'no findings'
}

function plural(severity: Severity, count: number): string {
  return severity === 'serious' || count === 1 ? severity : `${severity}s`
}

/** The bytes that all findings together would save, each counted once. */
export function countedWaste(waste: readonly WasteRow[]): number {
  return waste.reduce((sum, { counted }) => sum + counted, 0)
}
