import { useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { boxAt, type Boxes, Part } from '#engine/layout/boxes.ts'
import { layIcicle } from '#engine/layout/icicle.ts'
import { layTreemap } from '#engine/layout/treemap.ts'
import type { TreeBy, TreeCells } from '#engine/model/dominator-rows.ts'
import { KindBadge } from '../KindBadge.tsx'
import type { RowAction } from '../table/actions.ts'
import { type MenuSubject, RowMenu } from '../table/RowMenu.tsx'
import { useSize } from '../table/use-size.ts'
import { boxTowards } from './box-moves.ts'
import { boxFacts, boxTitle, cellKind, type Drawn } from './cell-words.ts'
import { usePainting } from './use-painting.ts'
import styles from './CellChart.module.css'

export type CellDrawing = 'icicle' | 'treemap'

interface CellChartProps {
  /** What is drawn, for screen readers. */
  readonly label: string
  readonly tree: TreeCells
  readonly by: TreeBy
  readonly drawing: CellDrawing
  /** The size of the heap. */
  readonly total: number
  /** Whether what is shown is about to be replaced. */
  readonly busy?: boolean
  /** The heap id of the object that is selected. */
  readonly selected?: number | null
  /** The cell that is active at first; the top where there is none. */
  readonly start?: number
  /** A click or Enter on a cell, or on what is gathered below it. */
  readonly onOpen: (cell: number) => void
  /** Backspace. */
  readonly onOut?: () => void
  /** What else can be done with a cell: its menu. */
  readonly actions?: readonly RowAction<number>[]
  /** Another key, on a cell. Says whether it meant something. */
  readonly onKey?: (key: string, cell: number) => boolean
}

const ROW_HEIGHT = 22
const TREEMAP = { divideFrom: 12, drawFrom: 3, margin: 2, header: 18 }

/** Cells of the dominator tree as an icicle or a treemap. One box is active: the arrow keys move it. */
export function CellChart(props: CellChartProps) {
  const { tree, by, drawing, total } = props
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const size = useSize(frame)
  const drawn = useMemo(
    (): Drawn => ({ tree, by, boxes: layCells(tree, drawing, size) }),
    [tree, by, drawing, size],
  )
  const height = drawing === 'icicle' ? icicleHeight(drawn.boxes) : size.height
  usePainting(canvas, drawn, size.width, height)
  const [pointed, setPointed] = useState<{ readonly of: Drawn; readonly box: number } | null>(null)
  const [active, setActive] = useActiveBox(drawn, props.start ?? 0)
  const hovered = pointed?.of === drawn ? pointed.box : -1
  const told = hovered === -1 ? active : hovered

  const at = (event: MouseEvent) => {
    const corner = canvas.current?.getBoundingClientRect()
    return corner ? boxAt(drawn.boxes, event.clientX - corner.left, event.clientY - corner.top) : -1
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || drawn.boxes.count === 0) return
    const cell = drawn.boxes.cell[active]!
    const next = boxTowards(drawn, active, event.key, drawing === 'icicle')
    if (next !== -1) {
      setActive(next)
      setPointed(null)
      scrollTo(frame.current, drawn.boxes, next)
    } else if (event.key === 'Enter') props.onOpen(cell)
    else if (event.key === 'Backspace') props.onOut?.()
    else if (!/^(?:Arrow|Home|End)/.test(event.key) && !props.onKey?.(event.key, cell)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const find = (event: MouseEvent): MenuSubject<number> => {
    const opener = event.currentTarget.querySelector<HTMLElement>('[role=tree]')
    // From the keyboard it is the tree itself that the menu is asked for.
    const box = event.target === canvas.current ? at(event) : active
    if (box === -1 || drawn.boxes.count === 0) return { row: undefined, opener }
    setActive(box)
    return { row: drawn.boxes.cell[box]!, opener }
  }
  const chart = (
    <div className={styles['chart']}>
      <Focusable
        label={props.label}
        drawn={drawn}
        active={active}
        total={total}
        busy={props.busy === true}
        onKeyDown={onKeyDown}
      >
        <div
          ref={frame}
          className={styles[drawing]}
          onPointerMove={(event) => setPointed({ of: drawn, box: at(event) })}
          onPointerLeave={() => setPointed(null)}
        >
          <canvas
            ref={canvas}
            aria-hidden="true"
            className={styles['canvas']}
            style={{ width: size.width, height }}
            onPointerUp={(event) => {
              const box = event.button === 0 ? at(event) : -1
              if (box === -1) return
              setActive(box)
              props.onOpen(drawn.boxes.cell[box]!)
            }}
          />
          <Outline boxes={drawn.boxes} box={selectedBox(drawn, props.selected ?? null)} look="selected" />
          <Outline boxes={drawn.boxes} box={hovered} look="hovered" />
          <Outline boxes={drawn.boxes} box={active} look="active" />
        </div>
      </Focusable>
      <Readout drawn={drawn} box={told} total={total} />
    </div>
  )
  return props.actions ? (
    <RowMenu actions={props.actions} find={find}>
      {chart}
    </RowMenu>
  ) : (
    chart
  )
}

/** The active box: of every new drawing that of the cell `start`. */
function useActiveBox(drawn: Drawn, start: number): [number, (box: number) => void] {
  const [active, setActive] = useState<{ readonly tree: TreeCells; readonly box: number } | null>(null)
  const moved = active?.tree === drawn.tree && active.box < drawn.boxes.count ? active.box : null
  const box = moved ?? Math.max(0, drawn.boxes.boxOf[start] ?? 0)
  return [box, (next) => setActive({ tree: drawn.tree, box: next })]
}

function layCells(
  { cells }: TreeCells,
  drawing: CellDrawing,
  { width, height }: { readonly width: number; readonly height: number },
): Boxes {
  if (drawing === 'icicle') return layIcicle(cells, { width, rowHeight: ROW_HEIGHT })
  return layTreemap(width > 0 && height > 0 ? cells : [], { ...TREEMAP, width, height })
}

function icicleHeight({ count, y }: Boxes): number {
  let bottom = 0
  for (let i = 0; i < count; i++) bottom = Math.max(bottom, y[i]! + ROW_HEIGHT)
  return bottom
}

function selectedBox({ tree, boxes }: Drawn, id: number | null): number {
  if (id === null) return -1
  const cell = tree.cells.findIndex(({ subject }) => subject.what === 'object' && subject.node.id === id)
  return cell === -1 ? -1 : boxes.boxOf[cell]!
}

function scrollTo(frame: HTMLElement | null, { y }: Boxes, box: number): void {
  if (!frame) return
  const top = y[box]!
  if (top < frame.scrollTop) frame.scrollTop = top
  else if (top + ROW_HEIGHT > frame.scrollTop + frame.clientHeight) {
    frame.scrollTop = top + ROW_HEIGHT - frame.clientHeight
  }
}

interface FocusableProps {
  readonly label: string
  readonly drawn: Drawn
  readonly active: number
  readonly total: number
  readonly busy: boolean
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly children: React.ReactNode
}

/** The tree for the keyboard and for screen readers, which are told of the active box; the table has all of them. */
function Focusable({ label, drawn, active, total, busy, onKeyDown, children }: FocusableProps) {
  const id = useId()
  const { boxes, tree } = drawn
  const cell = tree.cells[boxes.cell[active] ?? 0]
  return (
    <>
      <div
        role="tree"
        tabIndex={0}
        aria-label={label}
        aria-busy={busy}
        aria-activedescendant={`${id}active`}
        aria-describedby={`${id}keys`}
        className={styles['focusable']}
        onKeyDown={onKeyDown}
      >
        {boxes.count === 0 || !cell ? null : (
          <div
            id={`${id}active`}
            role="treeitem"
            aria-selected="true"
            aria-level={cell.depth + (boxes.part[active] === Part.cell ? 1 : 2)}
            className={styles['unseen']}
          >
            {[boxTitle(drawn, active), ...boxFacts(drawn, active, total)].join(', ')}
          </div>
        )}
        {children}
      </div>
      <p id={`${id}keys`} className={styles['unseen']}>
        Arrow keys move between cells, Enter zooms in, Backspace out.
      </p>
    </>
  )
}

interface OutlineProps {
  readonly boxes: Boxes
  readonly box: number
  readonly look: 'active' | 'hovered' | 'selected'
}

function Outline({ boxes, box, look }: OutlineProps) {
  if (box < 0 || box >= boxes.count) return null
  const style = {
    left: boxes.x[box]!,
    top: boxes.y[box]!,
    width: Math.max(3, boxes.width[box]!),
    height: boxes.height[box]!,
  }
  return <div aria-hidden="true" className={styles[look]} style={style} />
}

interface ReadoutProps {
  readonly drawn: Drawn
  readonly box: number
  readonly total: number
}

/** What the pointer or the keyboard is at, in words. */
function Readout({ drawn, box, total }: ReadoutProps) {
  const { boxes, tree } = drawn
  if (box < 0 || box >= boxes.count) return <p className={styles['readout']} />
  const isCell = boxes.part[box] === Part.cell
  const [...facts] = boxFacts(drawn, box, total)
  return (
    <p className={styles['readout']} aria-hidden="true">
      {isCell ? <KindBadge kind={cellKind(tree.cells[boxes.cell[box]!]!)} /> : null}
      <bdi dir="ltr" className={styles['name']}>
        {boxTitle(drawn, box)}
      </bdi>
      <span className={styles['facts']}>{facts.join(' · ')}</span>
    </p>
  )
}
