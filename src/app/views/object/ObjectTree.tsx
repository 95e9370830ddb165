import { useMemo, useState } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import { go } from '#app/state/place-store.ts'
import type { ObjectTab } from '#app/state/place.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { Button } from '#app/ui/Button.tsx'
import { EmptyState } from '#app/ui/EmptyState.tsx'
import { formatShowing } from '#app/ui/format.ts'
import { useRowActions } from '#app/ui/list/use-row-actions.ts'
import type { RowTraits } from '#app/ui/table/TableRow.tsx'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { parentPath } from '#app/ui/tree.ts'
import type { TreeLine } from '#app/ui/tree.ts'
import { treeColumns } from './tree-columns.tsx'
import { FIRST_SORT, mayOpen } from './tree-items.ts'
import type { ObjectItem, TreeColumn } from './tree-items.ts'
import { useObjectTree } from './use-object-tree.ts'
import styles from './ObjectPanel.module.css'

interface ObjectTreeProps {
  readonly tab: ObjectTab
  readonly node: number
  /** The size of the heap. */
  readonly total: number
}

type Line = TreeLine<ObjectItem>

const LABELS: Readonly<Record<ObjectTab, string>> = {
  references: 'What it refers to',
  retainers: 'What refers to it',
  dominated: 'What would be freed with it',
}

const NOTHING: Readonly<Record<ObjectTab, string>> = {
  references: 'It refers to nothing.',
  retainers: 'Nothing refers to it.',
  dominated: 'Nothing lives only through it.',
}

/** References, retainers or dominated objects as a tree that opens level by level. */
export function ObjectTree({ tab, node, total }: ObjectTreeProps) {
  const [sort, setSort] = useState<Sort<TreeColumn> | null>(FIRST_SORT[tab])
  const tree = useObjectTree(tab, node, sort)
  const columns = useMemo(() => treeColumns(tab, total), [tab, total])
  const actions = useRowActions(columns, queryOfLine)
  const lines = tree?.lines() ?? []
  const empty = lines.length === 1 && lines[0]?.kind === 'empty'

  const toggle = (line: Line, open: boolean) => {
    if (line.kind !== 'item') return
    if (open) tree?.open(line.path, line.item.node)
    else tree?.close(line.path)
  }
  const activate = (line: Line) => {
    if (line.kind === 'item') go({ selected: line.item.row.id })
    else tree?.more(line.path)
  }
  return (
    <VirtualTable
      label={LABELS[tab]}
      tree
      columns={columns}
      count={tree ? (empty ? 0 : lines.length) : 3}
      rowAt={(index) => lines[index]}
      traits={(line) => traitsOf(line, tab)}
      sort={sort ?? undefined}
      onSort={setSort}
      onToggle={(line, _, open) => toggle(line, open)}
      onActivate={activate}
      actions={actions}
      parentOf={(index) => parentIndex(lines, index)}
      busy={!tree}
      empty={<EmptyState>{NOTHING[tab]}</EmptyState>}
    />
  )
}

const queryOfLine = (line: Line) => (line.kind === 'item' ? queryOfObject(line.item.row) : null)

function parentIndex(lines: readonly Line[], index: number): number | null {
  const line = lines[index]
  if (!line || line.level === 1) return null
  const above = line.kind === 'item' ? parentPath(line.path) : line.path
  const found = lines.findIndex((other) => other.kind === 'item' && other.path === above)
  return found === -1 ? null : found
}

function traitsOf(line: Line, tab: ObjectTab): RowTraits {
  if (line.kind !== 'item') return { level: line.level, wide: <Words line={line} tab={tab} /> }
  const { level, item, open, looped, position, total } = line
  return {
    level,
    position: position + 1,
    setSize: total,
    quiet: item.edge?.essential === false,
    ...(looped || !mayOpen(tab, item) ? {} : { open }),
  }
}

/** The lines of a tree that are no items; Enter or a click on the line does what its button says. */
function Words({ line, tab }: { readonly line: Exclude<Line, { kind: 'item' }>; readonly tab: ObjectTab }) {
  switch (line.kind) {
    case 'pending':
      return 'Loading…'
    case 'empty':
      return NOTHING[tab]
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
