import { useMemo } from 'react'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { resumeFindings, useFindings } from '#app/state/findings-store.ts'
import { useFindingCourses } from '#app/state/use-finding-courses.ts'
import { useMuted } from '#app/state/muted-store.ts'
import { setOptions } from '#app/state/place-store.ts'
import { useOptions } from '#app/state/use-options.ts'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { FindingList } from './FindingList.tsx'
import { FixedSince } from './FixedSince.tsx'
import { FindingsHead } from './FindingsHead.tsx'
import { OPTIONS } from './options.ts'
import { RulesTried } from './RulesTried.tsx'
import styles from './Findings.module.css'

/** The findings that pass the filter, with what is said above them. */
export function FindingsPart() {
  const { severity, rule } = useOptions(OPTIONS)
  const status = useFindings((findings) => findings.status)
  const error = useFindings((findings) => findings.error)
  const rows = useFindings((findings) => findings.rows)
  const muted = useMuted()
  const compared = useFindingCourses()
  const courses = useMemo(() => new Map(compared?.now.map((course) => [course.key, course])), [compared])
  const passing = useMemo(() => {
    const passes = (row: FindingRow) =>
      (severity === null || row.severity === severity) && (rule === null || row.rule === rule)
    const isMuted = ({ key }: FindingRow) => muted.has(key)
    // Steadily growing ones first.
    const place = new Map(compared?.now.map(({ key }, at) => [key, at]))
    const inOrder = rows.toSorted((a, b) => (place.get(a.key) ?? 0) - (place.get(b.key) ?? 0))
    const all = inOrder.filter(passes)
    return [...all.filter((row) => !isMuted(row)), ...all.filter(isMuted)]
  }, [rows, muted, severity, rule, compared])
  if (status === 'failed' && error) return <ErrorNote message={error.message} onRetry={resumeFindings} />
  return (
    <div className={styles['scroll']}>
      <FindingsHead passing={passing.length} />
      <FindingList key={`${severity} ${rule}`} rows={passing} courses={courses} />
      {rows.length > 0 && passing.length === 0 ? (
        <EmptyState action={{ label: 'Show all findings', run: showAll }}>
          No finding is of this severity and rule.
        </EmptyState>
      ) : null}
      {compared ? <FixedSince fixed={compared.fixed} /> : null}
      {status === 'done' || rows.length === 0 ? <RulesTried /> : null}
    </div>
  )
}

function showAll(): void {
  setOptions({ severity: undefined, rule: undefined })
}
