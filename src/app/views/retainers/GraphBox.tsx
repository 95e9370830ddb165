import { kindLook } from '#app/ui/kinds.ts'
import { boxSentence, isFold, type Way } from './box-words.ts'
import type { DrawnBox } from './graph-layout.ts'
import { nameY } from './graph-svg.ts'
import styles from './PathGraph.module.css'

interface GraphBoxProps {
  readonly box: DrawnBox
  readonly way: Way
  /** Its depth below the root, from 1. */
  readonly level: number
  readonly tabbable: boolean
  /** Whether it is the object in the panel. */
  readonly selected: boolean
  readonly onFocus: () => void
  readonly onActivate: () => void
}

/** One box of the drawing, with the name of the reference above it. */
export function GraphBox({ box, way, level, tabbable, selected, onFocus, onActivate }: GraphBoxProps) {
  const { row, mark, x, y, width, height, edge } = box
  const sentence = boxSentence(row, way)
  return (
    <>
      {edge ? (
        <g aria-hidden="true" data-edge={row.id}>
          <rect
            x={x + width / 2 - edge.width / 2 - 3}
            y={y - 20}
            width={edge.width + 6}
            height={15}
            className={styles['labelGround']}
          />
          <text
            x={x + width / 2}
            y={y - 9}
            className={`${styles['label']} ${styles[row.edge?.look ?? 'named']}`}
          >
            {edge.text}
          </text>
        </g>
      ) : null}
      <g
        role="treeitem"
        aria-level={level}
        aria-label={sentence}
        aria-selected={selected}
        aria-expanded={isFold(row) ? false : undefined}
        data-box={row.id}
        data-mark={mark}
        data-has={row.selected.count > 0 || undefined}
        tabIndex={tabbable ? 0 : -1}
        className={styles['box']}
        transform={`translate(${x} ${y})`}
        onFocus={onFocus}
        onClick={onActivate}
      >
        <title>{sentence}</title>
        <rect width={width} height={height} rx={6} className={styles['frame']} />
      </g>
      {/* What is read aloud is the sentence, which holds more than fits here. */}
      <g aria-hidden="true" className={styles['texts']} transform={`translate(${x} ${y})`}>
        <Badge box={box} />
        <text x={box.nameX} y={nameY(box)} className={styles['name']}>
          {box.name}
        </text>
        <text x={box.numberX} y={18} className={styles['small']}>
          {box.number}
        </text>
        <text x={10} y={35} className={styles['small']}>
          {box.figures}
        </text>
      </g>
    </>
  )
}

function Badge({ box: { row, mark } }: { readonly box: DrawnBox }) {
  if (row.kind === 'below') return null
  if (mark === 'dominator') return <path d="M16 7l7 7l-7 7l-7 -7z" className={styles['diamond']} />
  if (!row.classRow) return <circle cx={16} cy={14} r={mark === 'root' ? 5 : 3} className={styles['dot']} />
  const { color, letter } = kindLook(row.classRow.kind)
  return (
    <>
      <rect x={9} y={7} width={14} height={14} rx={3} style={{ fill: color }} />
      <text x={16} y={17.5} className={styles['letter']}>
        {letter}
      </text>
    </>
  )
}
