import { useState } from 'react'
import type {
  CellLimits,
  TreeAddress,
  TreeBy,
  TreeCell,
  TreeCells,
  TreeWay,
} from '#engine/model/dominator-rows.ts'
import { go } from '#app/state/place-store.ts'
import type { Answer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { CellChart } from '#app/ui/cells/CellChart.tsx'
import { formatCount } from '#app/ui/format.ts'
import { cellAddress } from '#app/ui/cells/cell-address.ts'
import { actByKey, cellActions } from './cell-selection.ts'
import { type Options, placeAbove, zoomTo } from './options.ts'
import styles from './DominatorsView.module.css'

interface DrawingProps {
  readonly options: Options
  readonly address: TreeAddress
  readonly answer: Answer<TreeCells>
  readonly way: TreeWay | null
  readonly total: number
  readonly selected: number | null
}

const MOST_CELLS = 5000
/** Deeper levels are gathered until one zooms in. */
const LEVELS = { icicle: 32, treemap: 12 } as const
/** What `auto` asks for: cells that get about a pixel of an icicle's width, or 3 by 3 pixels of a treemap. */
const AUTO_SHARE = { icicle: 1 / 1200, treemap: 9 / (1200 * 600) } as const

/** How much of the tree is asked for. */
export function limitsOf({ draw, min }: Options): CellLimits {
  return {
    minSize: 1,
    minShare: min === 'auto' ? AUTO_SHARE[draw] : Number(min) / 100,
    maxCells: MOST_CELLS,
    maxDepth: LEVELS[draw],
  }
}

/** The cells below the place, as an icicle or a treemap. */
export function Drawing({ options, address, answer, way, total, selected }: DrawingProps) {
  const { value: tree, pending } = answer
  const scope = useScope()
  // Whoever zooms out goes on from where he was.
  const [leaving, setLeaving] = useState<string | null>(null)
  if (!tree) return <p className={styles['waiting']}>Dominators are being computed…</p>
  const drawnAddress = pending ? null : address
  const actions = drawnAddress ? cellActions(drawnAddress, tree, scope !== null) : []
  const out = () => {
    const above = placeAbove(address, way?.nodes.at(-2)?.id ?? null)
    if (!above) return
    setLeaving(keyOfPlace(address))
    zoomTo(above)
  }
  return (
    <div className={styles['drawing']}>
      <CellChart
        label={`Dominator tree by ${address.by}`}
        tree={tree}
        by={drawnBy(tree, address)}
        drawing={options.draw}
        total={total}
        busy={pending}
        selected={selected}
        start={
          leaving === null
            ? 0
            : tree.cells.findIndex((cell) => cell.parent === 0 && keyOfCell(cell) === leaving)
        }
        onOpen={(cell) => {
          setLeaving(null)
          if (drawnAddress) open(drawnAddress, tree, cell)
        }}
        onOut={out}
        actions={actions}
        onKey={(key, cell) => actByKey(actions, key, cell)}
      />
      {tree.full ? (
        <p className={styles['full']}>
          The {formatCount(MOST_CELLS)} largest cells are drawn; smaller ones are gathered where they belong.
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
function open(address: TreeAddress, tree: TreeCells, cell: number): void {
  const selected = selectedBy(tree.cells[cell]!)
  if (cell > 0) zoomTo(cellAddress(address, tree, cell))
  // One step in the history: going back leads out of the zoom.
  if (selected) go(selected, cell > 0 ? 'replace' : 'push')
}

function selectedBy({ subject }: TreeCell): { readonly selected: number } | null {
  return subject.what === 'object' && subject.node.type !== 'synthetic' ? { selected: subject.node.id } : null
}
