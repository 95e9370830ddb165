import { X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { DEFAULT_PLACE } from '../state/place.ts'
import type { RecentCapture } from '../state/recent-budget.ts'
import { forgetRecent, refreshRecent, useRecent } from '../state/recent-store.ts'
import { Button } from '../ui/Button.tsx'
import { Bytes } from '../ui/Bytes.tsx'
import { formatBytes, formatCountOf, formatExactBytes } from '../ui/format.ts'
import { ageText } from './age-text.ts'
import styles from './CaptureList.module.css'
import { ClearAll } from './ClearAll.tsx'
import { focusPart } from './focus-part.ts'
import { PlaceLink } from '#app/ui/PlaceLink.tsx'

const MINUTE = 60_000

const KEEPS =
  'Captures you open are kept in this browser with their analysis, in a fraction of their size: a reload, a bookmark or a click here brings them back at once, without the file.'
const KEEPS_NOTHING =
  'This browser lets this page keep nothing here: a capture you open is gone after a reload.'

/** Captures that were opened before, whose analyses are kept in this browser. */
export function RecentList() {
  const captures = useRecent((recent) => recent.captures) ?? []
  const isRefused = useRecent((recent) => recent.isRefused)
  const now = useMinutes()
  useEffect(() => void refreshRecent(), [])
  const list = useRef<HTMLUListElement>(null)
  /** Deletes one and moves the focus to the next, whose cross has come to where that of the deleted one was. */
  const forget = async (id: string, index: number) => {
    await forgetRecent([id])
    setTimeout(() => {
      const crosses = [...(list.current?.querySelectorAll('button') ?? [])]
      const next = crosses[index] ?? crosses.at(-1)
      if (next) next.focus()
      else focusPart('start')
    })
  }
  const clear = () => void forgetRecent(captures.map(({ id }) => id)).then(() => focusPart('start'))
  return (
    <section className={styles['section']} aria-labelledby="recent">
      <div className={styles['head']}>
        <h2 id="recent">Opened before</h2>
        {captures.length > 0 ? <ClearAll count={captures.length} onClear={clear} /> : null}
      </div>
      {captures.length > 0 ? (
        <>
          <ul ref={list} className={styles['list']}>
            {captures.map((capture, index) => (
              <Entry
                key={capture.id}
                capture={capture}
                now={now}
                onDelete={() => void forget(capture.id, index)}
              />
            ))}
          </ul>
          <p className={styles['note']}>
            {formatCountOf(captures.length, 'analysis', 'analyses')} in{' '}
            {formatBytes(captures.reduce((sum, { kept }) => sum + kept, 0))} of this browser’s storage. They
            open without their files; those not opened for longest make room for new ones.
          </p>
        </>
      ) : (
        <p className={styles['empty']}>{isRefused ? KEEPS_NOTHING : KEEPS}</p>
      )}
    </section>
  )
}

interface EntryProps {
  readonly capture: RecentCapture
  readonly now: number
  readonly onDelete: () => void
}

function Entry({ capture: { id, name, size, kept, analysed }, now, onDelete }: EntryProps) {
  return (
    <li className={styles['entry']}>
      <PlaceLink to={{ ...DEFAULT_PLACE, source: `recent:${id}` }} className={styles['open']}>
        <bdi className={styles['name']} title={name}>
          {name}
        </bdi>
        <span className={styles['size']}>
          <Bytes value={size} />
        </span>
        <span className={styles['about']}>
          analysed{' '}
          <time dateTime={new Date(analysed).toISOString()} title={new Date(analysed).toLocaleString()}>
            {ageText(analysed, now)}
          </time>{' '}
          · <span title={formatExactBytes(kept)}>kept in {formatBytes(kept)}</span>
        </span>
      </PlaceLink>
      <span className={styles['remove']}>
        <Button
          look="icon"
          aria-label={`Delete ${name} from this browser`}
          title="Delete from this browser"
          onClick={onDelete}
        >
          <X aria-hidden="true" size={14} />
        </Button>
      </span>
    </li>
  )
}

/** The time, once a minute. */
function useMinutes(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE)
    return () => clearInterval(timer)
  }, [])
  return now
}
