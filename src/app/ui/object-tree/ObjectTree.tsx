import { useCallback, useMemo, useState } from 'react'
import type { Sort } from '#engine/model/rows.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import type { ObjectTab } from '#app/state/place.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { TreeTable } from '../TreeTable.tsx'
import { useLazyTree } from '../use-lazy-tree.ts'
import { treeColumns } from './tree-columns.tsx'
import { fetchChildren, FIRST_SORT, mayOpen } from './tree-items.ts'
import type { ObjectItem, TreeColumn } from './tree-items.ts'

interface ObjectTreeProps {
  readonly tab: ObjectTab
  readonly node: number
  /** The size of the heap. */
  readonly total: number
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

const queryOf = ({ row }: ObjectItem) => queryOfObject(row)

/** References, retainers or dominated objects as a tree that opens level by level. */
export function ObjectTree({ tab, node, total, label = LABELS[tab] }: ObjectTreeProps) {
  const selected = usePlace((place) => place.selected)
  const [sort, setSort] = useState<Sort<TreeColumn> | null>(FIRST_SORT[tab])
  const fetch = useCallback(
    (of: number, start: number, end: number) => fetchChildren(tab, of, start, end, sort),
    [tab, sort],
  )
  const tree = useLazyTree<ObjectItem>(node, fetch)
  const columns = useMemo(() => treeColumns(tab, total), [tab, total])
  return (
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
      none={NOTHING[tab]}
    />
  )
}
