import { usePlace } from '../state/place-store.ts'
import { recentId } from '../state/recent-budget.ts'
import { type Keeping, useRecent } from '../state/recent-store.ts'
import { urlSourceOf } from '../state/url-store.ts'
import styles from './KeepingNote.module.css'

/** Whether a reload would bring the open capture back, and how far saving it has come. */
export function KeepingNote() {
  const source = usePlace((place) => place.source)
  const mine = useRecent(({ keeping }) => keeping[recentId(source) ?? ''])
  const elsewhere = urlSourceOf(source)
  if (elsewhere)
    return <p className={styles['note']}>Not kept: a reload loads it again from {elsewhere.host}</p>
  return (
    <p className={styles['note']} data-state={mine?.state}>
      {/* Figures that change by the second are not read out. */}
      <span aria-live="polite">{mine ? textOf(mine) : null}</span>
      {mine?.state === 'saving' ? (
        <span className={styles['percent']}> {Math.floor(mine.fraction * 100)}%</span>
      ) : null}
    </p>
  )
}

function textOf(keeping: Keeping): string {
  if (keeping.state === 'refused') return `Not kept after a reload. ${keeping.why}`
  return keeping.state === 'kept' ? 'Kept in this browser' : 'Keeping it in this browser…'
}
