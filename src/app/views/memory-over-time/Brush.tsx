import { brushX, type D3BrushEvent, select } from 'd3'
import { useEffect, useRef } from 'react'
import type { Scale } from './Axes.tsx'
import styles from './TimeView.module.css'

interface BrushProps {
  readonly x: Scale
  readonly top: number
  readonly bottom: number
  readonly onDraw: (from: number, to: number) => void
  /** A click where nothing is drawn. */
  readonly onClear: () => void
}

/** Draws a stretch to look at closer. The sliders below do the same by keyboard. */
export function Brush({ x, top, bottom, onDraw, onClear }: BrushProps) {
  const group = useRef<SVGGElement>(null)
  const latest = useRef({ onDraw, onClear, x })
  useEffect(() => {
    latest.current = { onDraw, onClear, x }
  })
  const [left, right] = x.range() as [number, number]
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
        const { x: scale } = latest.current
        if (!drawn) return latest.current.onClear()
        brush.move(target, null)
        latest.current.onDraw(scale.invert(drawn[0]), scale.invert(drawn[1]))
      })
    target.call(brush)
  }, [left, right, top, bottom])
  return <g ref={group} className={styles['brush']} />
}
