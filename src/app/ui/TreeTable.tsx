import { useCallback } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import { Button } from './Button.tsx'
import { EmptyState } from './EmptyState.tsx'
import { formatShowing } from './format.ts'
import type { LazyTree } from './lazy-tree.ts'
import { useRowActions } from './list/use-row-actions.ts'
import type { Column } from './table/columns.ts'
import type { RowTraits } from './table/TableRow.tsx'
import { VirtualTable } from './table/VirtualTable.tsx'
import { parentPath } from './tree.ts'
import type { TreeItem, TreeLine } from './tree.ts'
import styles from './TreeTable.module.css'

interface TreeTableProps<Item extends TreeItem, Id extends string> {
  /** What the rows are, for screen readers. */
  readonly label: string
  /** Null until the first answer. */
  readonly tree: LazyTree<Item> | null
  readonly columns: readonly Column<TreeLine<Item>, Id>[]
  readonly sort?: Sort<Id> | undefined
  readonly onSort?: (sort: Sort<Id>) => void
  /** Whether a row may have others below it; what certainly has none gets no arrow. */
  readonly mayOpen: (item: Item) => boolean
  readonly isQuiet?: (item: Item) => boolean
  readonly isSelected?: (item: Item) => boolean
  /** @param toggle opens the row, or closes it */
  readonly onActivate: (item: Item, toggle: () => void) => void
  /** The filter that finds what a row stands for; must be stable between renders. */
  readonly queryOf?: (item: Item) => string | null
  /** Said where there is nothing, or nothing below a row. */
  readonly none: string
}

const WAITING_ROWS = 3

/** A tree as a table whose levels are asked for when they are opened, and each of them page by page. */
export function TreeTable<Item extends TreeItem, Id extends string>(props: TreeTableProps<Item, Id>) {
  type Line = TreeLine<Item>
  const { tree, columns, queryOf, none } = props
  const lines = tree?.lines() ?? []
  const empty = lines.length === 1 && lines[0]?.kind === 'empty'
  const queryOfLine = useCallback(
    (line: TreeLine<Item>) => (line.kind === 'item' ? (queryOf?.(line.item) ?? null) : null),
    [queryOf],
  )
  const actions = useRowActions(columns, queryOf ? queryOfLine : undefined)

  const toggle = (line: Line, open: boolean) => {
    if (line.kind !== 'item') return
    if (open) tree?.open(line.path, line.item.node)
    else tree?.close(line.path)
  }
  const traits = (line: Line): RowTraits => {
    if (line.kind !== 'item') return { level: line.level, wide: <Words line={line} none={none} /> }
    const { level, item, open, looped, position, total } = line
    const selected = props.isSelected?.(item)
    return {
      level,
      position: position + 1,
      setSize: total,
      quiet: props.isQuiet?.(item) ?? false,
      ...(selected === undefined ? {} : { selected }),
      ...(looped || !props.mayOpen(item) ? {} : { open }),
    }
  }
  return (
    <VirtualTable
      label={props.label}
      tree
      columns={columns}
      count={tree ? (empty ? 0 : lines.length) : WAITING_ROWS}
      rowAt={(index) => lines[index]}
      traits={traits}
      nameOf={nameOfLine}
      sort={props.sort}
      {...(props.onSort ? { onSort: props.onSort } : {})}
      onToggle={(line, _, open) => toggle(line, open)}
      onActivate={(line) => {
        if (line.kind === 'item') props.onActivate(line.item, () => toggle(line, !line.open))
        else tree?.more(line.path)
      }}
      actions={actions}
      parentOf={(index) => parentIndex(lines, index)}
      busy={!tree}
      empty={<EmptyState>{none}</EmptyState>}
    />
  )
}

function nameOfLine<Item extends TreeItem>({ kind, path }: TreeLine<Item>): string {
  return kind === 'item' ? path : `${path} ${kind}`
}

function parentIndex<Item>(lines: readonly TreeLine<Item>[], index: number): number | null {
  const line = lines[index]
  if (!line || line.level === 1) return null
  const above = line.kind === 'item' ? parentPath(line.path) : line.path
  const found = lines.findIndex((other) => other.kind === 'item' && other.path === above)
  return found === -1 ? null : found
}

interface WordsProps {
  readonly line: Exclude<TreeLine<unknown>, { kind: 'item' }>
  readonly none: string
}

/** The lines of a tree that are no items; Enter or a click on the line does what its button says. */
function Words({ line, none }: WordsProps) {
  switch (line.kind) {
    case 'pending':
      return 'Loading…'
    case 'empty':
      return none
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
