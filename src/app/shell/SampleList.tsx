import { useEffect, useState } from 'react'
import { DEFAULT_PLACE } from '../state/place.ts'
import { listSamples, type Sample } from '../state/samples.ts'
import { Bytes } from '../ui/Bytes.tsx'
import styles from './CaptureList.module.css'
import { PlaceLink } from './PlaceLink.tsx'

/** Captures that come with the page, to look at without one's own. */
export function SampleList() {
  const [samples, setSamples] = useState<readonly Sample[] | null>(null)
  useEffect(() => {
    void listSamples().then(setSamples)
  }, [])
  if (samples?.length === 0) return null
  return (
    <section className={styles['section']} aria-labelledby="samples">
      <div className={styles['head']}>
        <h2 id="samples">Samples</h2>
      </div>
      <ul className={styles['list']}>
        {samples?.map(({ file, title, shows, size }) => (
          <li key={file} className={styles['entry']}>
            <PlaceLink to={{ ...DEFAULT_PLACE, source: `sample:${file}` }} className={styles['open']}>
              <span className={styles['name']}>{title}</span>
              <span className={styles['size']}>
                <Bytes value={size} />
              </span>
              <span className={styles['about']}>{shows}</span>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </section>
  )
}
