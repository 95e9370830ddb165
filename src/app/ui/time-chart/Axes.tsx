import { axisBottom, axisLeft, select } from 'd3'
import { useEffect, useRef } from 'react'
import { formatBytes } from '#app/ui/format.ts'
import type { Scale } from './scale.ts'
import styles from './TimeChart.module.css'

/** Room for a moment on the axis, in pixels. */
const MOMENT = 110

interface AxesProps {
  readonly x: Scale
  readonly y: Scale
  /** Bytes between two ticks, and how many there are. */
  readonly step: number
  readonly steps: number
  /** Where the axis of time is. */
  readonly top: number
  readonly width: number
  readonly momentText: (moment: number) => string
}

/** Moments across and bytes up. */
export function Axes({ x, y, step, steps, top, width, momentText }: AxesProps) {
  const bottom = useRef<SVGGElement>(null)
  const left = useRef<SVGGElement>(null)
  useEffect(() => {
    const moments = axisBottom(x)
      .ticks(Math.max(2, Math.floor(width / MOMENT)))
      .tickFormat((value) => momentText(Number(value)))
    select(bottom.current!).call(moments)
    select(left.current!).call(
      axisLeft(y)
        .tickValues(Array.from({ length: steps + 1 }, (_, i) => i * step))
        .tickFormat((value) => formatBytes(Number(value))),
    )
  })
  return (
    <g aria-hidden="true" className={styles['axes']}>
      <g ref={bottom} transform={`translate(0 ${top})`} />
      <g ref={left} transform={`translate(${x.range()[0]} 0)`} />
    </g>
  )
}
