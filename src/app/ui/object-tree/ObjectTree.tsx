import { useCallback, useMemo, useState } from 'react'
import { EDGE_TABLE } from '#engine/analyses/edge-fields.ts'
import { NODE_TABLE } from '#engine/analyses/node-fields.ts'
import type { Sort } from '#engine/model/rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import type { ObjectTab } from '#app/state/place.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { FilteredTree } from '../FilteredTree.tsx'
import { passingRows } from '../passing-rows.ts'
import { TreeTable } from '../TreeTable.tsx'
import { useLazyTree } from '../use-lazy-tree.ts'
import { treeColumns } from './tree-columns.tsx'
import { fetchChildren, fetchTops, FIRST_SORT, mayOpen, nodeAt, TOPS } from './tree-items.ts'
import type { ObjectItem, TreeColumn } from './tree-items.ts'

interface ObjectTreeProps {
  readonly tab: ObjectTab
  /** Null for the tops of a selection, see `among`. */
  readonly node: number | null
  /** The selection whose outermost objects make the first level where there is no node. */
  readonly among?: readonly Term[]
  /** The size of the heap. */
  readonly total: number
  /** The filter of its first level. */
  readonly filter: string
  readonly onFilter: (text: string) => void
  /** How many its first level has, where that is known already. */
  readonly count?: number | null
  /** For screen readers, where the tree is not about the object in the panel. */
  readonly label?: string
}

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

const FILTER_LABELS: Readonly<Record<ObjectTab, string>> = {
  references: 'Filter references',
  retainers: 'Filter retainers',
  dominated: 'Filter dominated',
}

const NOUNS: Readonly<Record<ObjectTab, readonly [string, string]>> = {
  references: ['reference', 'references'],
  retainers: ['retainer', 'retainers'],
  dominated: ['object', 'objects'],
}

/** Fewer are seen at a glance. */
const FILTERED_FROM = 12

const queryOf = (item: ObjectItem) => (item.kind === 'node' ? queryOfObject(item.row) : null)

/** References, retainers or dominated objects as a tree that opens level by level. */
export function ObjectTree(props: ObjectTreeProps) {
  const { tab, among, total, filter, label = LABELS[tab] } = props
  const node = props.node ?? TOPS
  const selected = usePlace((place) => place.selected)
  const [sort, setSort] = useState<Sort<TreeColumn> | null>(FIRST_SORT[tab])
  const fetch = useCallback(
    (of: number, start: number, end: number) =>
      of === TOPS && among
        ? fetchTops(among, start, end, sort, filter)
        : fetchChildren(tab, of, start, end, sort, nodeAt(of) === node ? filter : ''),
    [tab, node, among, sort, filter],
  )
  const tree = useLazyTree<ObjectItem>(node, fetch)
  const columns = useMemo(() => treeColumns(tab, total), [tab, total])
  const table = (
    <TreeTable
      label={label}
      tree={tree}
      columns={columns}
      sort={sort ?? undefined}
      onSort={setSort}
      mayOpen={(item) => mayOpen(tab, item)}
      isQuiet={(item) => item.kind === 'node' && item.edge?.essential === false}
      isSelected={(item) => item.kind === 'node' && item.row.id === selected}
      onActivate={(item, toggle) => {
        if (item.kind === 'fold') toggle()
        else go({ selected: item.row.id })
      }}
      queryOf={queryOf}
      none={filter === '' ? NOTHING[tab] : 'Nothing passes the filter.'}
    />
  )
  const count = props.count ?? tree?.top?.all ?? null
  if (filter === '' && (count ?? 0) < FILTERED_FROM) return table
  return (
    <FilteredTree
      label={FILTER_LABELS[tab]}
      noun={NOUNS[tab]}
      table={tab === 'dominated' ? NODE_TABLE : EDGE_TABLE}
      filter={filter}
      onFilter={props.onFilter}
      all={count}
      passing={passingRows(tree?.top ?? null)}
    >
      {table}
    </FilteredTree>
  )
}
