import { line, max, scaleLinear } from 'd3'
import styles from './Sparkline.module.css'

interface SparklineProps {
  /** By capture, in their order. */
  readonly values: readonly number[]
  /** Said by screen readers, where no figures stand beside it. */
  readonly label?: string
}

const WIDTH = 100
const HEIGHT = 24
const EDGE = 3

/** A few values as a line from the first to the last, with a dot at each; the line begins at 0. */
export function Sparkline({ values, label }: SparklineProps) {
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [EDGE, WIDTH - EDGE])
  const y = scaleLinear([0, Math.max(1, max(values) ?? 0)], [HEIGHT - EDGE, EDGE])
  const path = line<number>(
    (_, index) => x(index),
    (value) => y(value),
  )(values)
  const named = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg className={styles['spark']} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" {...named}>
      <path className={styles['floor']} d={`M0 ${HEIGHT - EDGE}H${WIDTH}`} />
      <path className={styles['line']} d={path ?? ''} />
      {values.map((value, index) => (
        // A line of no length with round ends is a dot, however the picture is stretched.
        <path key={index} className={styles['dot']} d={`M${x(index)} ${y(value)}h0`} />
      ))}
    </svg>
  )
}
