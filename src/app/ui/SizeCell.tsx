import { Bytes } from './Bytes.tsx'
import { formatCount, formatPercent } from './format.ts'
import styles from './SizeCell.module.css'

interface BarProps {
  readonly value: number
  /** The value that fills the bar. */
  readonly max: number
}

/** A value as the length of a bar. Drawn only: the figure beside it is what is read. */
function Bar({ value, max }: BarProps) {
  const share = Math.max(0, Math.min(value / Math.max(max, 1), 1))
  return <span className={styles['bar']} aria-hidden="true" style={{ '--share': `${share * 100}%` }} />
}

interface SizeCellProps {
  /** Null while it is not computed yet. */
  readonly value: number | null
  /** The whole that the percentage is of; 0 while it is not known, and nothing is a share of it. */
  readonly of: number
  /** The value that fills the bar. */
  readonly max: number
}

/** A size in a table: bar and percentage where there is room, and always the figure. */
export function SizeCell({ value, of, max }: SizeCellProps) {
  return (
    <span className={styles['cell']}>
      {value === null || of === 0 ? null : (
        <span className={styles['extra']}>
          <Bar value={value} max={max} />
          <span className={styles['percent']}>{formatPercent(value, of)}</span>
        </span>
      )}
      <span className={`${styles['figure']} ${styles['size']}`}>
        <Bytes value={value} />
      </span>
    </span>
  )
}

/** A count in a table: a bar where there is room, and always the figure. */
export function CountCell({ value, max }: BarProps) {
  return (
    <span className={styles['cell']}>
      <span className={styles['extra']}>
        <Bar value={value} max={max} />
      </span>
      <span className={`${styles['figure']} ${styles['count']}`}>{formatCount(value)}</span>
    </span>
  )
}
