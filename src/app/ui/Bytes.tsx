import { byteParts, formatExactBytes } from './format.ts'
import styles from './Bytes.module.css'

interface BytesProps {
  /** Null while it is not computed yet. */
  readonly value: number | null
}

/** A size in binary units with tabular figures; the exact bytes on hover and for screen readers that read titles. */
export function Bytes({ value }: BytesProps) {
  if (value === null) {
    return (
      <span className={styles['waiting']} title="Not computed yet">
        …
      </span>
    )
  }
  const { figure, unit } = byteParts(value)
  return (
    <span className={styles['bytes']} title={formatExactBytes(value)}>
      {figure}
      {'\u00a0'}
      <span className={styles['unit']}>{unit}</span>
    </span>
  )
}
