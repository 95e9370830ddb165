import { scaleLinear } from 'd3'
import styles from './DeltaCell.module.css'
import { formatCountDelta, formatDelta, formatExactBytes } from './format.ts'

interface DeltaCellProps {
  readonly value: number
  /** The change, in either direction, that fills half of the bar. */
  readonly max: number
  readonly unit: 'bytes' | 'count'
}

/** A change in a table: a bar to the right for growth and to the left for shrinkage, and the figure with its sign. */
export function DeltaCell({ value, max, unit }: DeltaCellProps) {
  const x = scaleLinear([-Math.max(max, 1), Math.max(max, 1)], [0, 100]).clamp(true)
  const from = Math.min(x(0), x(value))
  const width = Math.abs(x(value) - x(0))
  return (
    <span className={styles['cell']} data-direction={directionOf(value)}>
      <svg className={styles['bar']} aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
        <rect className={styles['track']} width="100" height="6" />
        <rect className={styles['fill']} x={from} width={width} height="6" />
        <rect className={styles['middle']} x="49.5" width="1" height="6" />
      </svg>
      <span className={styles['figure']} title={unit === 'bytes' ? formatExactBytes(value) : undefined}>
        {unit === 'bytes' ? formatDelta(value) : formatCountDelta(value)}
      </span>
    </span>
  )
}

function directionOf(value: number): 'grown' | 'shrunk' | 'same' {
  if (value === 0) return 'same'
  return value > 0 ? 'grown' : 'shrunk'
}
