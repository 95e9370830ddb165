import { BellOff, ChevronRight } from 'lucide-react'
import { useId } from 'react'
import type { FindingCourse, FindingRow, MutedFinding } from '#engine/model/finding-rows.ts'
import { weightOf } from '#engine/model/finding-rank.ts'
import { useFindings } from '#app/state/findings-store.ts'
import { selectOnly } from '#app/state/selection.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatPercent } from '#app/ui/format.ts'
import { oneLine } from '#app/ui/node-title.ts'
import { SeverityMark } from '#app/ui/SeverityMark.tsx'
import { CodeText, WordsText } from '#app/ui/WordsText.tsx'
import { CourseText } from './CourseText.tsx'
import { FindingBody } from './FindingBody.tsx'
import styles from './Findings.module.css'

interface FindingItemProps {
  readonly finding: FindingRow
  /** Null where it is not muted. */
  readonly muted: MutedFinding | null
  /** The size of the heap. */
  readonly total: number
  /** What became of it since earlier captures; null of one capture. */
  readonly course: FindingCourse | null
  readonly open: boolean
  readonly onToggle: () => void
}

/** One finding: how bad, what, how much and whose; it opens to all that is known of it. */
export function FindingItem({ finding, muted, total, course, open, onToggle }: FindingItemProps) {
  const body = useId()
  const bytes = weightOf(finding)
  const rule = useFindings(
    ({ rules }) => rules?.find(({ name }) => name === finding.rule)?.title ?? finding.rule,
  )
  return (
    <li className={styles['item']} data-muted={muted ? '' : undefined}>
      <h2>
        <button
          type="button"
          className={styles['summary']}
          aria-expanded={open}
          aria-controls={open ? body : undefined}
          onClick={onToggle}
          onKeyDown={({ key }) => {
            if (key === 'x') selectOnly(finding.query)
          }}
        >
          <ChevronRight aria-hidden="true" size={14} className={styles['chevron']} />
          <span className={styles['severity']}>
            <SeverityMark severity={finding.severity} />
          </span>
          <span className={styles['title']}>
            <WordsText words={finding.title} />
          </span>
          <span
            className={styles['bytes']}
            title={finding.saving ? 'What a cure would free' : 'What it keeps alive'}
          >
            <Bytes value={bytes} />
            <span className={styles['share']}>{formatPercent(bytes, total)}</span>
          </span>
          <span className={styles['owner']}>
            <span>
              {rule} · held by <CodeText text={finding.owner} />
            </span>
            {course ? <CourseText {...course} /> : null}
            {muted ? (
              <span className={styles['muted']}>
                <BellOff aria-hidden="true" size={12} /> Muted: <bdi>{oneLine(muted.reason)}</bdi>
              </span>
            ) : null}
          </span>
        </button>
      </h2>
      {open ? (
        <div id={body} className={styles['body']}>
          <FindingBody finding={finding} muted={muted} total={total} />
        </div>
      ) : null}
    </li>
  )
}
