import { useCallback, useMemo, useState } from 'react'
import type { TreeAddress, TreeCells } from '#engine/model/dominator-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { cellAddress, queryAt } from '#app/ui/cells/cell-address.ts'
import { openCell } from '#app/ui/cells/ZoomChart.tsx'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { growthColumns } from './growth-columns.tsx'
import { type GrowthColumn, type GrowthLine, growthLines } from './growth-lines.ts'

interface GrowthTableProps {
  readonly address: TreeAddress
  readonly tree: TreeCells
  readonly selected: number | null
}

const FIRST_SORT: Sort<GrowthColumn> = { column: 'growth', descending: true }

/** The cells that are drawn, as a table: each opens to those below it. */
export function GrowthTable({ address, tree, selected }: GrowthTableProps) {
  const [sort, setSort] = useState(FIRST_SORT)
  const [open, setOpen] = useState<ReadonlySet<number>>(() => new Set([0]))
  const lines = useMemo(() => growthLines(tree, open, sort), [tree, open, sort])
  const columns = useMemo(
    () => growthColumns(tree, asClassOrObject(address), largestOf(tree)),
    [tree, address],
  )
  const queryOf = useCallback(
    ({ part, cell }: GrowthLine) =>
      part === 'cell' ? queryAt(cellAddress(address, tree, cell)) || null : null,
    [address, tree],
  )
  const actions = useRowActions(columns, queryOf)
  return (
    <VirtualTable
      label="Growth in the dominator tree"
      tree
      columns={columns}
      count={lines.length}
      rowAt={(index) => lines[index]}
      traits={({ level, open: isOpen, part, cell }) => ({
        level,
        ...(isOpen === null ? {} : { open: isOpen }),
        selected: part === 'cell' && isObject(tree, cell, selected),
      })}
      sort={sort}
      onSort={setSort}
      onToggle={({ cell }, _, isOpen) => setOpen(withCell(open, cell, isOpen))}
      onActivate={({ part, cell }) => {
        if (part === 'cell') openCell(address, tree, cell)
      }}
      actions={actions}
      parentOf={(index) => lines[index]?.above ?? null}
    />
  )
}

function asClassOrObject({ by }: TreeAddress): 'class' | 'object' {
  return by === 'object' ? 'object' : 'class'
}

function isObject({ cells }: TreeCells, cell: number, id: number | null): boolean {
  const { subject } = cells[cell]!
  return id !== null && subject.what === 'object' && subject.node.id === id
}

function withCell(open: ReadonlySet<number>, cell: number, isOpen: boolean): ReadonlySet<number> {
  const next = new Set(open)
  if (isOpen) next.add(cell)
  else next.delete(cell)
  return next
}

function largestOf({ cells }: TreeCells): number {
  return cells.reduce((most, { growth }) => Math.max(most, Math.abs(growth!.whole.growth)), 1)
}
