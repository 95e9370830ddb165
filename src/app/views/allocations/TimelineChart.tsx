import { axisBottom, axisLeft, brushX, type D3BrushEvent, max, scaleLinear, select } from 'd3'
import { useEffect, useRef } from 'react'
import type { TimelineBin } from '#engine/model/allocation-rows.ts'
import { formatBytes, formatCountOf } from '#app/ui/format.ts'
import { useSize } from '#app/ui/table/use-size.ts'
import { momentText, touchedBins } from './timeline-text.ts'
import styles from './Allocations.module.css'

interface TimelineChartProps {
  readonly bins: readonly TimelineBin[]
  readonly first: number
  readonly last: number
  /** The stretch that was drawn; null for all. */
  readonly onChoose: (bins: readonly [first: number, last: number] | null) => void
}

const HEIGHT = 150
/** Parts that the axis of bytes is divided into. */
const STEPS = 3
const MARGIN = { top: 8, right: 12, bottom: 22, left: 64 }

/** Bytes that live by when they were allocated, with a brush. The sliders below do the same by keyboard. */
export function TimelineChart({ bins, first, last, onChoose }: TimelineChartProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const start = bins[0]!.after
  const end = bins.at(-1)!.last
  const x = scaleLinear(
    [start, Math.max(end, start + 1)],
    [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)],
  )
  const step = byteStep(max(bins, ({ size }) => size) || 1)
  const y = scaleLinear([0, step * STEPS], [HEIGHT - MARGIN.bottom, MARGIN.top])
  const whole = first === 0 && last === bins.length - 1
  return (
    <div ref={frame} className={styles['chart']}>
      {width === 0 ? null : (
        <svg width={width} height={HEIGHT} role="img" aria-label={chartWords(bins)}>
          <Axes x={x} y={y} step={step} width={width} />
          {bins.map((bin, i) => (
            <rect
              key={bin.last}
              className={i >= first && i <= last ? styles['bar'] : styles['barOut']}
              x={x(bin.after) + 0.5}
              y={y(bin.size)}
              width={Math.max(1, x(bin.last) - x(bin.after) - 1)}
              height={y(0) - y(bin.size)}
            />
          ))}
          <Brush
            x={x}
            chosen={whole ? null : [x(bins[first]!.after), x(bins[last]!.last)]}
            onDraw={(from, to) => onChoose(touchedBins(bins, from, to))}
            onClear={() => onChoose(null)}
          />
        </svg>
      )}
    </div>
  )
}

type Scale = ReturnType<typeof scaleLinear<number, number>>

interface AxesProps {
  readonly x: Scale
  readonly y: Scale
  readonly step: number
  readonly width: number
}

function Axes({ x, y, step, width }: AxesProps) {
  const bottom = useRef<SVGGElement>(null)
  const left = useRef<SVGGElement>(null)
  useEffect(() => {
    const seconds = axisBottom(x)
      .ticks(Math.max(2, Math.floor(width / 110)))
      .tickFormat((value) => momentText(Number(value)))
    select(bottom.current!).call(seconds)
    select(left.current!).call(
      axisLeft(y)
        .tickValues(Array.from({ length: STEPS + 1 }, (_, i) => i * step))
        .tickFormat((value) => formatBytes(Number(value))),
    )
  })
  return (
    <g aria-hidden="true" className={styles['axes']}>
      <g ref={bottom} transform={`translate(0 ${HEIGHT - MARGIN.bottom})`} />
      <g ref={left} transform={`translate(${MARGIN.left} 0)`} />
    </g>
  )
}

interface BrushProps {
  readonly x: Scale
  /** Pixels; null where all is chosen. */
  readonly chosen: readonly [number, number] | null
  readonly onDraw: (from: number, to: number) => void
  readonly onClear: () => void
}

function Brush({ x, chosen, onDraw, onClear }: BrushProps) {
  const group = useRef<SVGGElement>(null)
  const latest = useRef({ onDraw, onClear, x })
  useEffect(() => {
    latest.current = { onDraw, onClear, x }
  })
  const [left, right] = x.range() as [number, number]
  const [from, to] = chosen ?? [null, null]
  useEffect(() => {
    const brush = brushX<unknown>()
      .extent([
        [left, MARGIN.top],
        [right, HEIGHT - MARGIN.bottom],
      ])
      .on('end', (event: D3BrushEvent<unknown>) => {
        // What the page itself moves has no event behind it.
        if (!event.sourceEvent) return
        const drawn = event.selection as [number, number] | null
        const { x: scale } = latest.current
        if (drawn) latest.current.onDraw(scale.invert(drawn[0]), scale.invert(drawn[1]))
        else latest.current.onClear()
      })
    const target = select<SVGGElement, unknown>(group.current!)
    target.call(brush)
    brush.move(target, from === null || to === null ? null : [from, to])
  }, [left, right, from, to])
  return <g ref={group} className={styles['brush']} />
}

/** The least power of 2 of which `STEPS` reach `most`: round in binary units. */
function byteStep(most: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(most, STEPS) / STEPS))
}

function chartWords(bins: readonly TimelineBin[]): string {
  const most = bins.reduce((best, bin) => (bin.size > best.size ? bin : best), bins[0]!)
  return `What lives by when it was allocated, in ${formatCountOf(bins.length, 'stretch', 'stretches')} from ${momentText(bins[0]!.after)} to ${momentText(bins.at(-1)!.last)}; most in that up to ${momentText(most.last)}: ${formatBytes(most.size)}`
}
