import { X } from 'lucide-react'
import { DEFAULT_PLACE } from '../state/place.ts'
import type { RecentCapture } from '../state/recent-budget.ts'
import { forgetRecent, useRecent } from '../state/recent-store.ts'
import { Button } from '../ui/Button.tsx'
import { Bytes } from '../ui/Bytes.tsx'
import { ageText } from './age-text.ts'
import { focusPart } from './focus-part.ts'
import styles from './CaptureList.module.css'
import { PlaceLink } from './PlaceLink.tsx'

/** Captures that were opened before and are kept in this browser. */
export function RecentList() {
  const captures = useRecent((recent) => recent.captures)
  return (
    <section className={styles['section']} aria-labelledby="recent">
      <div className={styles['head']}>
        <h2 id="recent">Opened before</h2>
        {captures?.length ? (
          <Button
            look="text"
            onClick={() => void forgetRecent(captures.map(({ id }) => id)).then(() => focusPart('start'))}
          >
            Delete all
          </Button>
        ) : null}
      </div>
      {captures?.length ? (
        <ul className={styles['list']}>
          {captures.map((capture) => (
            <Entry key={capture.id} capture={capture} />
          ))}
        </ul>
      ) : (
        <p className={styles['empty']}>
          Captures you open are kept in this browser, so that a reload or a bookmark brings them back. They
          are listed here, and can be deleted here.
        </p>
      )}
    </section>
  )
}

function Entry({ capture: { id, name, size, opened } }: { readonly capture: RecentCapture }) {
  return (
    <li className={styles['entry']}>
      <PlaceLink to={{ ...DEFAULT_PLACE, source: `recent:${id}` }} className={styles['open']}>
        <bdi className={styles['name']} title={name}>
          {name}
        </bdi>
        <span className={styles['size']}>
          <Bytes value={size} />
        </span>
        <time className={styles['about']} dateTime={new Date(opened).toISOString()}>
          {ageText(opened, Date.now())}
        </time>
      </PlaceLink>
      <span className={styles['remove']}>
        <Button
          look="icon"
          aria-label={`Delete ${name} from this browser`}
          onClick={() => void forgetRecent([id]).then(() => focusPart('start'))}
        >
          <X aria-hidden="true" size={14} />
        </Button>
      </span>
    </li>
  )
}
