import {
  type ComparedFindings,
  type Course,
  COURSES,
  type FindingCourse,
  type KnownFinding,
  SEVERITIES,
} from '../model/finding-rows.ts'

/** Below this part of the earlier figure a change is no change. */
const LEAST_CHANGE = 0.01

/**
 * What became of findings over captures in their order, by their keys. O(findings).
 * @param lists of each capture what was found in it; two or more
 */
export function compareFindings(lists: readonly (readonly KnownFinding[])[]): ComparedFindings {
  const byKey = lists.map((list) => new Map(list.map((finding) => [finding.key, finding])))
  const last = lists.at(-1)!
  const now = last.map(({ key }): FindingCourse => {
    const bytes = byKey.map((known) => weightOf(known.get(key)))
    return { key, bytes, course: courseOf(bytes) }
  })
  const found = new Map(last.map((finding) => [finding.key, finding]))
  const rank = ({ key, course }: FindingCourse): [number, number, number] => {
    const finding = found.get(key)!
    return [COURSES.indexOf(course) === 0 ? 0 : 1, SEVERITIES.indexOf(finding.severity), -weightOf(finding)]
  }
  const fixed = new Map<string, KnownFinding>()
  for (const known of byKey.slice(0, -1))
    for (const [key, finding] of known) if (!found.has(key)) fixed.set(key, finding)
  return {
    now: now.toSorted((a, b) => compared(rank(a), rank(b))),
    fixed: [...fixed.values()].toSorted((a, b) => weightOf(b) - weightOf(a)),
  }
}

function weightOf(finding: KnownFinding): number
function weightOf(finding: KnownFinding | undefined): number | null
function weightOf(finding: KnownFinding | undefined): number | null {
  return finding ? (finding.saving?.bytes ?? finding.retained) : null
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

function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i])
  return at === -1 ? 0 : a[at]! - b[at]!
}
