import { useMemo, useState } from 'react'
import type { StackColumn } from '#engine/model/allocation-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { selectOnly } from '#app/state/selection.ts'
import { Button } from '#app/ui/Button.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { formatShowing } from '#app/ui/format.ts'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import type { Column } from '#app/ui/table/columns.ts'
import type { RowTraits } from '#app/ui/table/TableRow.tsx'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { parentPath, type TreeLine } from '#app/ui/tree.ts'
import { callColumns } from './call-columns.tsx'
import type { StackProps } from './StackFacts.tsx'
import { type CallItem, useCallTree } from './use-call-tree.ts'
import styles from './Allocations.module.css'

interface CallTableProps extends StackProps {
  /** Callers of those that allocated, instead of calls from the top. */
  readonly upside?: boolean
}

type Line = TreeLine<CallItem>

const NOTHING = 'Nothing was allocated here.'

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
  const actions = useRowActions(columns, stacks.live ? queryOfLine : undefined)
  const lines = tree?.lines() ?? []
  const empty = lines.length === 1 && lines[0]?.kind === 'empty'
  const toggle = (line: Line, open: boolean) => {
    if (line.kind !== 'item') return
    if (open) tree?.open(line.path, line.item.node)
    else tree?.close(line.path)
  }
  const activate = (line: Line) => {
    if (line.kind !== 'item') tree?.more(line.path)
    else if (line.item.row.query !== null) selectOnly(line.item.row.query)
    else if (line.item.row.children > 0) toggle(line, !line.open)
  }
  return (
    <VirtualTable
      label={upside ? 'Callers' : 'Calls'}
      tree
      columns={columns}
      count={tree ? (empty ? 0 : lines.length) : 3}
      rowAt={(index) => lines[index]}
      traits={traitsOf}
      sort={sort}
      onSort={setSort}
      onToggle={(line, _, open) => toggle(line, open)}
      onActivate={activate}
      actions={actions}
      parentOf={(index) => parentIndex(lines, index)}
      busy={!tree}
      empty={<EmptyState>{NOTHING}</EmptyState>}
    />
  )
}

const queryOfLine = (line: Line) => (line.kind === 'item' ? line.item.row.query : null)

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

function parentIndex(lines: readonly Line[], index: number): number | null {
  const line = lines[index]
  if (!line || line.level === 1) return null
  const above = line.kind === 'item' ? parentPath(line.path) : line.path
  const found = lines.findIndex((other) => other.kind === 'item' && other.path === above)
  return found === -1 ? null : found
}

function traitsOf(line: Line): RowTraits {
  if (line.kind !== 'item') return { level: line.level, wide: <Words line={line} /> }
  const { level, item, open, position, total } = line
  return {
    level,
    position: position + 1,
    setSize: total,
    ...(item.row.children > 0 ? { open } : {}),
  }
}

/** The lines of a tree that are no steps; Enter or a click on the line does what its button says. */
function Words({ line }: { readonly line: Exclude<Line, { kind: 'item' }> }) {
  switch (line.kind) {
    case 'pending':
      return 'Loading…'
    case 'empty':
      return NOTHING
    case 'error':
      return <ActionWords words={line.message} action="Try again" />
    case 'more':
      return (
        <ActionWords
          words={formatShowing(line.shown, line.total)}
          action={line.pending ? 'Loading…' : 'Show more'}
        />
      )
  }
}

function ActionWords({ words, action }: { readonly words: string; readonly action: string }) {
  return (
    <span className={styles['lineWords']}>
      <span>{words}</span>
      <Button look="text" tabIndex={-1}>
        {action}
      </Button>
    </span>
  )
}
