import { useCallback, useMemo, useState } from 'react'
import { EDGE_TABLE } from '#engine/analyses/edge-fields.ts'
import { NODE_TABLE } from '#engine/analyses/node-fields.ts'
import type { Sort } from '#engine/model/rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import type { ObjectTab } from '#app/state/place.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { formatCount } from '../format.ts'
import { FilterBox } from '../list/FilterBox.tsx'
import { TreeTable } from '../TreeTable.tsx'
import { useLazyTree } from '../use-lazy-tree.ts'
import { treeColumns } from './tree-columns.tsx'
import { fetchChildren, fetchTops, FIRST_SORT, mayOpen, TOPS } from './tree-items.ts'
import type { ObjectItem, TreeColumn } from './tree-items.ts'
import styles from './ObjectTree.module.css'

interface ObjectTreeProps {
  readonly tab: ObjectTab
  /** Null for the tops of a selection, see `among`. */
  readonly node: number | null
  /** The selection whose outermost objects make the first level where there is no node. */
  readonly among?: readonly Term[]
  /** The size of the heap. */
  readonly total: number
  /** How many its first level has, where that is known: many can be filtered. */
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

/** Fewer are seen at a glance. */
const FILTERED_FROM = 12

const queryOf = ({ row }: ObjectItem) => queryOfObject(row)

/** References, retainers or dominated objects as a tree that opens level by level. */
export function ObjectTree(props: ObjectTreeProps) {
  const { tab, among, total, count = null, label = LABELS[props.tab] } = props
  const node = props.node ?? TOPS
  const selected = usePlace((place) => place.selected)
  const [sort, setSort] = useState<Sort<TreeColumn> | null>(FIRST_SORT[tab])
  const [filter, setFilter] = useState('')
  const fetch = useCallback(
    (of: number, start: number, end: number) =>
      of === TOPS && among
        ? fetchTops(among, start, end, sort)
        : fetchChildren(tab, of, start, end, sort, of === node ? filter : ''),
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
      isQuiet={({ edge }) => edge?.essential === false}
      isSelected={({ row }) => row.id === selected}
      onActivate={({ row }) => go({ selected: row.id })}
      queryOf={queryOf}
      none={filter === '' ? NOTHING[tab] : 'Nothing passes the filter.'}
    />
  )
  if (count === null || count < FILTERED_FROM) return table
  return (
    <div className={styles['filtered']}>
      <FilterBox
        label={FILTER_LABELS[tab]}
        value={filter}
        onChange={setFilter}
        table={tab === 'dominated' ? NODE_TABLE : EDGE_TABLE}
        outcome={filter === '' ? '' : `${formatCount(tree?.total ?? 0)} of ${formatCount(count)}`}
        problem={null}
      />
      {table}
    </div>
  )
}
