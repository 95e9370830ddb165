import type { FindingRow } from '#engine/model/finding-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import { CodeText } from '#app/ui/WordsText.tsx'
import styles from './Findings.module.css'

/** What the evidence is made of: the largest classes, and how many more there are. */
export function EvidenceTable({ finding }: { readonly finding: FindingRow }) {
  const { classes, moreClasses, count } = finding
  const most = Math.max(1, ...classes.map(({ shallowSize }) => shallowSize))
  return (
    <table className={styles['evidence']}>
      <caption>
        The evidence: {formatCountOf(count, 'object')}
        {moreClasses > 0 ? `, showing ${classes.length} of ${classes.length + moreClasses} classes` : ''}
      </caption>
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Count</th>
          <th scope="col" className={styles['bar']}>
            <span>Share of bytes</span>
          </th>
          <th scope="col">Shallow</th>
        </tr>
      </thead>
      <tbody>
        {classes.map(({ name, count: members, shallowSize }) => (
          <tr key={name}>
            <th scope="row">
              <CodeText text={name} />
            </th>
            <td>{formatCount(members)}</td>
            <td className={styles['bar']}>
              <svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
                <rect width={(shallowSize / most) * 100} height="6" />
              </svg>
            </td>
            <td>
              <Bytes value={shallowSize} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
