import type { ReactNode } from 'react'
import { formatBytes, formatDelta } from '#app/ui/format.ts'
import { Sparkline } from '#app/ui/Sparkline.tsx'
import styles from './TrendView.module.css'

interface MultiplesProps {
  readonly label: string
  readonly names: readonly string[]
  readonly items: readonly {
    readonly key: string
    readonly title: ReactNode
    /** The title as text. */
    readonly words: string
    readonly values: readonly number[]
  }[]
}

/** The few that matter most as small charts side by side, each on a scale of its own that begins at 0. */
export function Multiples({ label, names, items }: MultiplesProps) {
  if (items.length === 0) return <div />
  return (
    <section className={styles['multiples']} aria-label={label}>
      <h2 className={styles['heading']}>{label}</h2>
      <ul>
        {items.map(({ key, title, words, values }) => (
          <li key={key}>
            <span className={styles['title']}>{title}</span>
            <span className={styles['chart']}>
              <Sparkline
                values={values}
                label={`${words}: ${values.map((value, index) => `${names[index] ?? index + 1} ${formatBytes(value)}`).join(', ')}`}
              />
            </span>
            <span className={styles['ends']}>
              <span>{formatBytes(values[0] ?? 0)}</span>
              <strong>{formatDelta((values.at(-1) ?? 0) - (values[0] ?? 0))}</strong>
              <span>{formatBytes(values.at(-1) ?? 0)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
