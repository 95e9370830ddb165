import { axisBottom, axisLeft, type scaleLinear, select } from 'd3'
import { useEffect, useRef } from 'react'
import { formatBytes } from '#app/ui/format.ts'
import { clockText } from './measures.ts'
import styles from './TimeView.module.css'

export type Scale = ReturnType<typeof scaleLinear<number, number>>

interface AxesProps {
  readonly x: Scale
  readonly y: Scale
  /** Bytes between two ticks, and how many there are. */
  readonly step: number
  readonly steps: number
  /** Where the axis of time is. */
  readonly top: number
  /** Unix seconds that count as 0. */
  readonly start: number
  readonly width: number
}

/** Seconds since the first sample, and bytes. */
export function Axes({ x, y, step, steps, top, start, width }: AxesProps) {
  const bottom = useRef<SVGGElement>(null)
  const left = useRef<SVGGElement>(null)
  useEffect(() => {
    const [from, to] = x.domain() as [number, number]
    const since = x.copy().domain([from - start, to - start])
    const seconds = axisBottom(since)
      .ticks(Math.max(2, Math.floor(width / 110)))
      .tickFormat((value) => clockText(Number(value)))
    select(bottom.current!).call(seconds)
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
