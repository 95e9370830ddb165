import type { KnownFinding } from '#engine/model/finding-rows.ts'
import { formatCountOf } from '#app/ui/format.ts'
import { SeverityMark } from '#app/ui/SeverityMark.tsx'
import { WordsText } from '#app/ui/WordsText.tsx'
import styles from './Findings.module.css'

/** What earlier captures had and this one has no more. */
export function FixedSince({ fixed }: { readonly fixed: readonly KnownFinding[] }) {
  if (fixed.length === 0) return null
  return (
    <section className={styles['fixed']} aria-labelledby="fixed-since">
      <h2 id="fixed-since">Fixed since an earlier capture</h2>
      <p className={styles['quiet']}>
        {formatCountOf(fixed.length, 'finding')} of earlier captures that this one has no more:
      </p>
      <ul>
        {fixed.map(({ key, severity, title }) => (
          <li key={key}>
            <SeverityMark severity={severity} /> <WordsText words={title} />
          </li>
        ))}
      </ul>
    </section>
  )
}
