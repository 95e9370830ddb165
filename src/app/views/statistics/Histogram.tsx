import { axisBottom, axisLeft, scaleBand, scaleLog, select } from 'd3'
import { useEffect, useRef } from 'react'
import { selectOnly } from '#app/state/selection.ts'
import { useSize } from '#app/ui/table/use-size.ts'
import { thinned } from './thinned.ts'
import styles from './StatisticsView.module.css'

/** One bar. */
export interface HistogramBar {
  readonly key: string
  /** Below the bar, where there is room. */
  readonly label: string
  /** On hover. */
  readonly words: string
  readonly value: number
  readonly query: string
  /** Set apart from the bars before it: these are counted otherwise. */
  readonly apart: boolean
}

interface HistogramProps {
  readonly bars: readonly HistogramBar[]
  readonly valueText: (value: number) => string
  /** What the axes show, in words. */
  readonly across: string
  readonly up: string
  /** By what the values of the vertical axis are multiplied from tick to tick. */
  readonly step: number
}

const HEIGHT = 220
const MARGIN = { top: 22, right: 12, bottom: 42, left: 64 }
/** A pixel for a value of 1, which is 0 on the scale. */
const LEAST = 0.8
const LABEL_WIDTH = 52

/**
 * Bars over a logarithmic axis, since few large things and many small ones should both be seen. Drawn only: the table
 * below has the same figures for the keyboard and for screen readers. A click selects what a bar stands for.
 */
export function Histogram({ bars, valueText, across, up, step }: HistogramProps) {
  const frame = useRef<HTMLDivElement>(null)
  const { width } = useSize(frame)
  const x = scaleBand(
    bars.map(({ key }) => key),
    [MARGIN.left, Math.max(MARGIN.left + 1, width - MARGIN.right)],
  ).paddingInner(0.12)
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const y = scaleLog([LEAST, most], [HEIGHT - MARGIN.bottom, MARGIN.top])

  const bottom = useRef<SVGGElement>(null)
  const left = useRef<SVGGElement>(null)
  useEffect(() => {
    if (!bottom.current || !left.current) return
    const labels = new Map(bars.map(({ key, label }) => [key, label]))
    const shown = thinned(
      bars.map(({ key }) => key),
      Math.floor((width - MARGIN.left - MARGIN.right) / LABEL_WIDTH),
    )
    const acrossAxis = axisBottom(x)
      .tickValues(shown)
      .tickFormat((key) => labels.get(key) ?? '')
      .tickSizeOuter(0)
    select(bottom.current).call(acrossAxis)
    const ticks: number[] = []
    for (let tick = 1; tick <= most; tick *= step) ticks.push(tick)
    const upward = axisLeft(y)
      .tickValues(thinned(ticks, 6))
      .tickFormat((value) => valueText(Number(value)))
      .tickSizeInner(-(width - MARGIN.left - MARGIN.right))
      .tickSizeOuter(0)
    select(left.current).call(upward)
  })

  return (
    <div ref={frame} className={styles['chart']}>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        <text className={styles['axisName']} x={0} y={12}>
          {up}
        </text>
        <g ref={left} className={styles['axis']} transform={`translate(${MARGIN.left} 0)`} />
        {bars.map((bar) =>
          bar.value === 0 ? null : (
            <rect
              key={bar.key}
              className={bar.apart ? styles['apart'] : styles['column']}
              x={x(bar.key)}
              y={y(bar.value)}
              width={x.bandwidth()}
              height={Math.max(1, HEIGHT - MARGIN.bottom - y(bar.value))}
              onClick={() => selectOnly(bar.query)}
            >
              <title>{bar.words}</title>
            </rect>
          ),
        )}
        <g ref={bottom} className={styles['axis']} transform={`translate(0 ${HEIGHT - MARGIN.bottom})`} />
        <text className={styles['axisName']} x={width - MARGIN.right} y={HEIGHT - 4} textAnchor="end">
          {across}
        </text>
      </svg>
    </div>
  )
}
