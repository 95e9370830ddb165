import { bisectCenter } from 'd3'
import type { SeriesPart } from '#engine/model/series.ts'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import { clockText, lineTitle, MEASURE_LOOKS } from './measures.ts'
import styles from './TimeView.module.css'

interface LegendProps {
  readonly lines: SeriesPart['lines']
  /** Lines that are not drawn. */
  readonly leftOut: number
  /** The moment under the pointer, in Unix seconds. */
  readonly at: number | null
  readonly start: number
}

/** How each line is drawn, and what it is where the pointer is, or at the end of the stretch. */
export function Legend({ lines, leftOut, at, start }: LegendProps) {
  return (
    <ul className={styles['legend']} aria-label="Lines">
      {lines.map((line) => {
        const { color, dash, help } = MEASURE_LOOKS[line.measure]
        const place = at === null ? line.time.length - 1 : bisectCenter(line.time, at)
        return (
          <li key={`${line.measure} ${line.of}`} title={help}>
            <svg width="26" height="10" aria-hidden="true">
              <path className={styles['line']} style={{ stroke: color }} strokeDasharray={dash} d="M1 5H25" />
            </svg>
            {lineTitle(line)} <b>{formatBytes(line.bytes[place]!)}</b>
          </li>
        )
      })}
      {leftOut > 0 ? <li>{formatCountOf(leftOut, 'more line')} in the table</li> : null}
      <li className={styles['moment']}>{at === null ? 'at the end' : `at ${clockText(at - start)}`}</li>
    </ul>
  )
}
