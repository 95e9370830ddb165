import type { KeyboardEvent, PointerEvent } from 'react'
import styles from './ObjectAside.module.css'
import { NARROWEST, WIDEST } from './use-panel-width.ts'

interface PanelEdgeProps {
  readonly width: number
  readonly onWidth: (width: number) => void
}

const STEP = 24

/** The edge that makes the object's column wider or narrower, by dragging or with the arrow keys. */
export function PanelEdge({ width, onWidth }: PanelEdgeProps) {
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) onWidth(window.innerWidth - event.clientX)
  }
  const press = (event: KeyboardEvent) => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key]
    if (step === undefined) return
    event.preventDefault()
    onWidth(width + step)
  }
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label="Width of the selected object"
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      className={styles['edge']}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    />
  )
}
