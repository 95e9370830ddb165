import { brushX, type D3BrushEvent, select } from 'd3'
import { useEffect, useRef } from 'react'
import type { Scale } from './scale.ts'
import styles from './TimeChart.module.css'

interface BrushProps {
  readonly x: Scale
  readonly top: number
  readonly bottom: number
  /** What is marked as drawn, in pixels; null where nothing is. */
  readonly chosen: readonly [number, number] | null
  readonly onDraw: (from: number, to: number) => void
  /** A click where nothing is drawn. */
  readonly onClear: () => void
}

/** Draws a stretch of time. `StretchSliders` do the same by keyboard. */
export function Brush({ x, top, bottom, chosen, onDraw, onClear }: BrushProps) {
  const group = useRef<SVGGElement>(null)
  const [left, right] = x.range() as [number, number]
  const [from, to] = chosen ?? [null, null]
  const mark = from === null || to === null ? null : ([from, to] as [number, number])
  const latest = useRef({ onDraw, onClear, x, mark })
  useEffect(() => {
    latest.current = { onDraw, onClear, x, mark }
  })
  useEffect(() => {
    const target = select<SVGGElement, unknown>(group.current!)
    const brush = brushX<unknown>()
      .extent([
        [left, top],
        [right, bottom],
      ])
      .on('end', (event: D3BrushEvent<unknown>) => {
        // What the page itself moves has no event behind it.
        if (!event.sourceEvent) return
        const drawn = event.selection as [number, number] | null
        const { x: scale, mark: before, ...tell } = latest.current
        if (!drawn) return tell.onClear()
        // What becomes of it is for whoever is told: until then it is as it was.
        brush.move(target, before)
        tell.onDraw(scale.invert(drawn[0]), scale.invert(drawn[1]))
      })
    target.call(brush)
    brush.move(target, latest.current.mark)
  }, [left, right, top, bottom, from, to])
  return <g ref={group} className={styles['brush']} />
}
