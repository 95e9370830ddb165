import { Bytes } from '#app/ui/Bytes.tsx'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatBytes, formatDelta } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { Sparkline } from '#app/ui/Sparkline.tsx'
import styles from './TrendView.module.css'

/** What the rows of both trends have. */
interface Trend {
  readonly steady: boolean
  readonly growth: number
}

/** The values as a line. @param names what the captures are called */
export function lineColumn<Row>(
  valuesOf: (row: Row) => readonly number[],
  names: readonly string[],
): ListColumn<Row, 'line'> {
  const words = (row: Row) =>
    valuesOf(row)
      .map((value, index) => `${names[index] ?? `capture ${index + 1}`} ${formatBytes(value)}`)
      .join(', ')
  return {
    id: 'line',
    label: 'Retained',
    help: 'What it retains in each capture, from the first to the last',
    track: 'minmax(84px, min(200px, 20%))',
    cell: (row) => (
      <span className={styles['line']} title={words(row)}>
        <Sparkline values={valuesOf(row)} label={words(row)} />
      </span>
    ),
    value: (row) => valuesOf(row).join(' '),
  }
}

export const STEADY: ListColumn<Trend, 'steady'> = {
  id: 'steady',
  label: 'Steady',
  help: 'Whether it retained more in every capture than in the one before',
  track: '72px',
  from: 520,
  cell: ({ steady }) => (steady ? <span className={styles['steady']}>every step</span> : null),
  words: ({ steady }) => (steady ? 'grew in every step' : null),
  value: ({ steady }) => (steady ? 'yes' : 'no'),
}

export function slopeColumn<Row, Id extends string>(
  id: Id,
  slopeOf: (row: Row) => number,
  largest: number,
): ListColumn<Row, Id> {
  return {
    id,
    label: 'Each step',
    help: 'By how much more it retains with each capture, by the straight line that fits best',
    track: 'minmax(92px, min(200px, 20%))',
    numeric: true,
    sortable: true,
    cell: (row) => <DeltaCell value={Math.round(slopeOf(row))} max={largest} unit="bytes" />,
    value: slopeOf,
  }
}

export function growthColumn(): ListColumn<Trend, 'growth'> {
  return {
    id: 'growth',
    label: 'First to last',
    track: '104px',
    numeric: true,
    sortable: true,
    from: 640,
    cell: ({ growth }) => formatDelta(growth),
    words: ({ growth }) => `${formatDelta(growth)} from first to last`,
    value: ({ growth }) => growth,
  }
}

export function lastColumn<Row>(valuesOf: (row: Row) => readonly number[]): ListColumn<Row, 'last'> {
  const last = (row: Row) => valuesOf(row).at(-1) ?? 0
  return {
    id: 'last',
    label: 'At last',
    help: 'What it retains in the last capture',
    track: '92px',
    numeric: true,
    sortable: true,
    from: 460,
    cell: (row) => <Bytes value={last(row)} />,
    words: (row) => `retains ${formatBytes(last(row))} in the last capture`,
    value: last,
  }
}
