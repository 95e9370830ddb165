import { type KeyboardEvent, useRef, useState } from 'react'
import type { FindingCourse, FindingRow } from '#engine/model/finding-rows.ts'
import { useMuted } from '#app/state/muted-store.ts'
import { currentPlace, go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatShowing } from '#app/ui/format.ts'
import { FindingItem } from './FindingItem.tsx'
import styles from './Findings.module.css'

/** As many as are shown at once. */
const STEP = 50

interface FindingListProps {
  readonly rows: readonly FindingRow[]
  /** What became of them since earlier captures, by their keys; empty of one capture. */
  readonly courses: ReadonlyMap<string, FindingCourse>
}

/** Findings in their order, each of which opens; arrow keys go from one to the next. */
export function FindingList({ rows, courses }: FindingListProps) {
  const open = usePlace((place) => place.open)
  const muted = useMuted()
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const list = useRef<HTMLOListElement>(null)
  // What the address opens is shown, however far down.
  const [count, setCount] = useState(STEP)
  const last = rows.findLastIndex(({ key }) => open.includes(key))
  const shown = Math.min(rows.length, Math.max(count, last + 1))
  return (
    <>
      <ol
        ref={list}
        className={styles['list']}
        aria-label="Findings"
        onKeyDown={(event) => step(event, list.current)}
      >
        {rows.slice(0, shown).map((row) => (
          <FindingItem
            key={row.key}
            finding={row}
            muted={muted.get(row.key) ?? null}
            total={total}
            course={courses.get(row.key) ?? null}
            open={open.includes(row.key)}
            onToggle={() => toggle(row.key)}
          />
        ))}
      </ol>
      {shown < rows.length ? (
        <p className={styles['more']}>
          {formatShowing(shown, rows.length)}
          <Button look="text" onClick={() => setCount(shown + STEP)}>
            Show more
          </Button>
        </p>
      ) : null}
    </>
  )
}

function toggle(key: string): void {
  const { open } = currentPlace()
  go({ open: open.includes(key) ? open.filter((one) => one !== key) : [...open, key] }, 'replace')
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 }

function step(event: KeyboardEvent, list: HTMLElement | null): void {
  const by = STEPS[event.key]
  const heads = [...(list?.querySelectorAll<HTMLElement>('[aria-expanded]') ?? [])]
  const at = heads.indexOf(event.target as HTMLElement)
  if (by === undefined || at === -1) return
  event.preventDefault()
  heads[at + by]?.focus()
}
