import { byRank, weightOf } from '../model/finding-rank.ts'
import type { ComparedFindings, Course, FindingCourse, KnownFinding } from '../model/finding-rows.ts'

/** Below this part of the earlier figure a change is no change. */
const LEAST_CHANGE = 0.01

/**
 * What became of findings over captures in their order, by their keys. O(findings).
 * @param lists of each capture what was found in it; two or more
 */
export function compareFindings(lists: readonly (readonly KnownFinding[])[]): ComparedFindings {
  const byKey = lists.map((list) => new Map(list.map((finding) => [finding.key, finding])))
  const last = lists.at(-1)!
  const courses = last.map((finding) => {
    const bytes = byKey.map((known) => bytesOf(known.get(finding.key)))
    return { finding, row: { key: finding.key, bytes, course: courseOf(bytes) } }
  })
  const steady = ({ row }: { row: FindingCourse }): number => (row.course === 'growing' ? 0 : 1)
  const found = new Set(last.map(({ key }) => key))
  const fixed = new Map<string, KnownFinding>()
  for (const known of byKey.slice(0, -1))
    for (const [key, finding] of known) if (!found.has(key)) fixed.set(key, finding)
  return {
    now: courses
      .toSorted((a, b) => steady(a) - steady(b) || byRank(a.finding, b.finding))
      .map(({ row }) => row),
    fixed: [...fixed.values()].toSorted(byRank),
  }
}

function bytesOf(finding: KnownFinding | undefined): number | null {
  return finding ? weightOf(finding) : null
}

function courseOf(bytes: readonly (number | null)[]): Course {
  const before = bytes.slice(0, -1).findLast((size) => size !== null)
  if (before === undefined || before === null) return 'new'
  const isGrowing = bytes.every(
    (size, i) => i === 0 || (size ?? 0) > (bytes[i - 1] ?? 0) * (1 + LEAST_CHANGE),
  )
  if (bytes.length > 2 && isGrowing) return 'growing'
  const change = bytes.at(-1)! - before
  if (Math.abs(change) <= LEAST_CHANGE * before) return 'same'
  return change > 0 ? 'grown' : 'shrunk'
}
