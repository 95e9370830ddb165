import { useMemo, useState } from 'react'
import type { StackColumn } from '#engine/model/allocation-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { selectOnly } from '#app/state/selection.ts'
import type { Column } from '#app/ui/table/columns.ts'
import type { TreeLine } from '#app/ui/tree.ts'
import { TreeTable } from '#app/ui/TreeTable.tsx'
import { callColumns } from './call-columns.tsx'
import type { StackProps } from './StackFacts.tsx'
import { type CallItem, useCallTree } from './use-call-tree.ts'

interface CallTableProps extends StackProps {
  /** Callers of those that allocated, instead of calls from the top. */
  readonly upside?: boolean
}

type Line = TreeLine<CallItem>

/** Stacks as a tree that opens step by step. */
export function CallTable({ upside = false, stacks, isProfile }: CallTableProps) {
  const [sort, setSort] = useState<Sort<StackColumn>>({
    column: stacks.live ? 'liveSize' : 'size',
    descending: true,
  })
  const tree = useCallTree(upside, sort)
  const columns = useMemo(
    () => lineColumns(callColumns({ stacks, isProfile, hasOwn: !upside })),
    [stacks, isProfile, upside],
  )
  return (
    <TreeTable
      label={upside ? 'Callers' : 'Calls'}
      tree={tree}
      columns={columns}
      sort={sort}
      onSort={setSort}
      mayOpen={({ row }) => row.children > 0}
      onActivate={({ row }, toggle) => {
        if (row.query !== null) selectOnly(row.query)
        else if (row.children > 0) toggle()
      }}
      {...(stacks.live ? { queryOf } : {})}
      none="Nothing was allocated here."
    />
  )
}

const queryOf = ({ row }: CallItem) => row.query

/** The columns of rows for lines of a tree. */
function lineColumns(columns: ReturnType<typeof callColumns>): readonly Column<Line, StackColumn>[] {
  return columns.map(({ id, label, help, track, numeric, sortable, from, cell, words, value }) => ({
    id,
    label,
    track,
    ...(help === undefined ? {} : { help }),
    ...(numeric === undefined ? {} : { numeric }),
    ...(sortable === undefined ? {} : { sortable }),
    ...(from === undefined ? {} : { from }),
    cell: (line) => (line.kind === 'item' ? cell(line.item.row) : null),
    words: (line) => (line.kind === 'item' ? (words?.(line.item.row) ?? null) : null),
    value: (line) => (line.kind === 'item' ? (value?.(line.item.row) ?? null) : null),
  }))
}
