import { line as lineShape, pointer, scaleLinear } from 'd3'
import { type PointerEvent, useRef, useState } from 'react'
import type { SeriesPart, SeriesSummary } from '#engine/model/series.ts'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import { useSize } from '#app/ui/table/use-size.ts'
import { Axes } from '#app/ui/time-chart/Axes.tsx'
import { Brush } from '#app/ui/time-chart/Brush.tsx'
import type { Scale } from '#app/ui/time-chart/scale.ts'
import { Legend } from './Legend.tsx'
import { Marks, marksHeight } from './Marks.tsx'
import { clockText, MEASURE_LOOKS } from './measures.ts'
import styles from './TimeView.module.css'

export interface TimeChartProps {
  readonly summary: SeriesSummary
  readonly part: SeriesPart
  /** The stretch that is drawn, in Unix seconds. */
  readonly from: number
  readonly to: number
  /** Null for all of it. */
  readonly onChoose: (stretch: readonly [from: number, to: number] | null) => void
}

const PLOT = 220
const MARGIN = { top: 8, right: 14, bottom: 22, left: 72 }
/** Lines that are drawn at once; the table has all. */
const MOST_LINES = 12
/** Parts that the axis of bytes is divided into. */
const STEPS = 4

/** Memory over time as lines, with calls as brackets below and runs of the collector as marks; brush to look closer. */
export function TimeChart({ summary, part, from, to, onChoose }: TimeChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const [at, setAt] = useState<number | null>(null)
  const x = scaleLinear(
    [from, Math.max(to, from + 1e-3)],
    [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)],
  )
  /** The same from the first sample on. */
  const since = x.copy().domain(x.domain().map((moment) => moment - summary.start))
  const lines = part.lines.filter(({ time }) => time.length > 0).slice(0, MOST_LINES)
  const step = byteStep(Math.max(1, ...lines.flatMap(({ bytes }) => bytes)))
  const y = scaleLinear([0, step * STEPS], [PLOT, MARGIN.top])
  const below = marksHeight(part)
  const height = PLOT + MARGIN.bottom + below
  const hover = (event: PointerEvent<SVGSVGElement>) => {
    const [left] = pointer(event.nativeEvent, event.currentTarget)
    setAt(left < MARGIN.left || left > width - MARGIN.right ? null : x.invert(left))
  }
  return (
    <div className={styles['drawing']}>
      <Legend lines={lines} leftOut={part.lines.length - lines.length} at={at} start={summary.start} />
      <div ref={frame} className={styles['chart']} style={{ height }}>
        {width === 0 ? null : (
          <svg
            width={width}
            height={height}
            role="img"
            aria-label={chartWords(summary, part, from, to)}
            onPointerMove={hover}
            onPointerLeave={() => setAt(null)}
          >
            <WarmUp x={x} until={summary.verdict.from} />
            <Axes x={since} y={y} step={step} steps={STEPS} top={PLOT} width={width} momentText={clockText} />
            <g clipPath="url(#plot)">
              {lines.map((line) => (
                <path
                  key={`${line.measure} ${line.of}`}
                  className={styles['line']}
                  style={{ stroke: MEASURE_LOOKS[line.measure].color }}
                  strokeDasharray={MEASURE_LOOKS[line.measure].dash}
                  d={pathOf(line, x, y)}
                />
              ))}
              <Marks part={part} x={x} top={PLOT + MARGIN.bottom} plot={[MARGIN.top, PLOT]} />
              {at === null ? null : <path className={styles['hair']} d={`M${x(at)} ${MARGIN.top}V${PLOT}`} />}
            </g>
            <clipPath id="plot">
              <rect
                x={MARGIN.left}
                y={0}
                width={Math.max(0, width - MARGIN.left - MARGIN.right)}
                height={height}
              />
            </clipPath>
            <Brush
              x={x}
              top={MARGIN.top}
              bottom={PLOT}
              chosen={null}
              onDraw={(a, b) => onChoose([a, b])}
              onClear={() => onChoose(null)}
            />
          </svg>
        )}
      </div>
    </div>
  )
}

function pathOf(line: SeriesPart['lines'][number], x: Scale, y: Scale): string {
  const shape = lineShape<number>(
    (moment) => x(moment),
    (_, i) => y(line.bytes[i]!),
  )
  return shape(line.time) ?? ''
}

/** What is before the part that the verdict is about. */
function WarmUp({ x, until }: { readonly x: Scale; readonly until: number }) {
  const [left, right] = x.range() as [number, number]
  const width = Math.min(right, Math.max(left, x(until))) - left
  if (width <= 0) return null
  return (
    <g aria-hidden="true">
      <rect className={styles['warmUp']} x={left} y={MARGIN.top} width={width} height={PLOT - MARGIN.top} />
      {width > 64 ? (
        <text className={styles['word']} x={left + 6} y={MARGIN.top + 12}>
          warm-up
        </text>
      ) : null}
    </g>
  )
}

/** The least round step, in binary units, of which `STEPS` reach `most`: 1, 1.25 or 1.5 times a power of 2. */
function byteStep(most: number): number {
  const power = 2 ** Math.floor(Math.log2(most / STEPS))
  return [1, 1.25, 1.5, 2].map((factor) => factor * power).find((step) => step * STEPS >= most)!
}

function chartWords(
  { start, lines, verdict }: SeriesSummary,
  part: SeriesPart,
  from: number,
  to: number,
): string {
  const first = lines.find(({ measure }) => measure === 'rss') ?? lines[0]!
  const calls = part.allCalls > 0 ? `, with ${formatCountOf(part.allCalls, 'call')}` : ''
  return `Memory over time from ${clockText(from - start)} to ${clockText(to - start)}: ${MEASURE_LOOKS[first.measure].title} between ${formatBytes(first.least)} and ${formatBytes(first.most)} in all${calls}; the verdict is ${verdict.kind}`
}
