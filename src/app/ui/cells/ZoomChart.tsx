import { useState } from 'react'
import type { TreeAddress, TreeBy, TreeCell, TreeCells, TreeWay } from '#engine/model/dominator-rows.ts'
import { go } from '#app/state/place-store.ts'
import type { Answer } from '#app/state/use-answer.ts'
import { formatCount } from '../format.ts'
import { cellAddress } from './cell-address.ts'
import { actByKey, cellActions } from './cell-selection.ts'
import { CellChart, type CellDrawing } from './CellChart.tsx'
import { placeAbove, zoomTo } from './tree-place.ts'
import styles from './ZoomChart.module.css'

interface ZoomChartProps {
  /** What is drawn, for screen readers. */
  readonly label: string
  readonly address: TreeAddress
  readonly answer: Answer<TreeCells>
  readonly way: TreeWay | null
  readonly drawing: CellDrawing
  /** The size of the heap. */
  readonly total: number
  /** The heap id of the object in the panel. */
  readonly selected: number | null
  /** Whether it is the tree of a selection. */
  readonly ofSelection: boolean
}

/** The cells below a place, as a drawing that zooms: where to stands in the address of the view. */
export function ZoomChart(props: ZoomChartProps) {
  const { address, way, ofSelection } = props
  const { value: tree, pending } = props.answer
  // Whoever zooms out goes on from where he was.
  const [leaving, setLeaving] = useState<string | null>(null)
  if (!tree) return <p className={styles['waiting']}>Dominators are being computed…</p>
  const drawnAddress = pending ? null : address
  const actions = drawnAddress ? cellActions(drawnAddress, tree, ofSelection) : []
  const out = () => {
    const above = placeAbove(address, way?.nodes.at(-2)?.id ?? null)
    if (!above) return
    setLeaving(keyOfPlace(address))
    zoomTo(above)
  }
  return (
    <div className={styles['drawing']}>
      <CellChart
        label={props.label}
        tree={tree}
        by={drawnBy(tree, address)}
        drawing={props.drawing}
        total={props.total}
        busy={pending}
        selected={props.selected}
        start={
          leaving === null
            ? 0
            : tree.cells.findIndex((cell) => cell.parent === 0 && keyOfCell(cell) === leaving)
        }
        onOpen={(cell) => {
          setLeaving(null)
          if (drawnAddress) openCell(drawnAddress, tree, cell)
        }}
        onOut={out}
        actions={actions}
        onKey={(key, cell) => actByKey(actions, key, cell)}
      />
      {tree.full ? (
        <p className={styles['full']}>
          The {formatCount(tree.cells.length)} largest cells are drawn; smaller ones are gathered where they
          belong.
        </p>
      ) : null}
    </div>
  )
}

/** How the tree that is drawn was asked for: while another answer is pending, it may still be of the way before. */
function drawnBy({ cells }: TreeCells, { by }: TreeAddress): TreeBy {
  const kind = (cells[1] ?? cells[0])?.subject.what
  return kind === 'object' ? 'object' : by
}

/** What tells a place from its neighbours below the same cell. */
function keyOfPlace({ id, path }: TreeAddress): string {
  return path.at(-1) ?? `@${id}`
}

function keyOfCell({ subject }: TreeCell): string {
  return subject.what === 'object' ? `@${subject.node.id}` : subject.group.key
}

/** Zooms into a cell, and selects it where it is an object. The first is zoomed into already. */
export function openCell(address: TreeAddress, tree: TreeCells, cell: number): void {
  const selected = selectedBy(tree.cells[cell]!)
  if (cell > 0) zoomTo(cellAddress(address, tree, cell))
  // One step in the history: going back leads out of the zoom.
  if (selected) go(selected, cell > 0 ? 'replace' : 'push')
}

function selectedBy({ subject }: TreeCell): { readonly selected: number } | null {
  return subject.what === 'object' && subject.node.type !== 'synthetic' ? { selected: subject.node.id } : null
}
