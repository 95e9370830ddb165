import { useEffect, useState } from 'react'
import { placeOfSet } from '../state/capture-set.ts'
import { DEFAULT_PLACE, type Place } from '../state/place.ts'
import { listSamples, type Sample } from '../state/samples.ts'
import { Bytes } from '../ui/Bytes.tsx'
import styles from './CaptureList.module.css'
import { PlaceLink } from '#app/ui/PlaceLink.tsx'

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
        {samples?.map(({ files, title, shows, size }) => (
          <li key={title} className={styles['entry']}>
            <PlaceLink to={placeOfSample(files)} className={styles['open']}>
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

function placeOfSample(files: readonly string[]): Place {
  const captures = placeOfSet(files.map((file) => `sample:${file}`))
  return { ...DEFAULT_PLACE, ...captures, view: files.length > 1 ? 'diff' : DEFAULT_PLACE.view }
}
