import type { ChainDrawing as Drawing } from './chain-layout.ts'
import styles from './PathChain.module.css'

interface ChainDrawingProps {
  readonly drawing: Drawing
  /** Draws a single mark for a legend. */
  readonly alone?: boolean
}

/** The spine beside a path. Drawn only: the list beside it says the same. */
export function ChainDrawing({ drawing, alone = false }: ChainDrawingProps) {
  const { width, height, marks, links } = drawing
  const [first] = marks
  const box = alone && first ? `${first.x - 6} ${first.y - 6} 12 12` : `0 0 ${width} ${height}`
  return (
    <svg
      className={alone ? styles['key'] : styles['spine']}
      width={alone ? 12 : width}
      height={alone ? 12 : height}
      viewBox={box}
      aria-hidden="true"
    >
      {links.map(({ d, loose }) => (
        <path key={d} d={d} className={loose ? styles['loose'] : styles['link']} />
      ))}
      {marks.map(({ part, x, y, shape }) => (
        <path key={y} d={shape} transform={`translate(${x} ${y})`} className={styles[part]} />
      ))}
    </svg>
  )
}
