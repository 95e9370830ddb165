import { useCallback, useMemo, useState } from 'react'
import { GROUP_TABLE } from '#engine/analyses/group-fields.ts'
import type { GroupColumn, TreeAddress } from '#engine/model/dominator-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { useScope } from '#app/state/use-scope.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { FilteredTree } from '#app/ui/FilteredTree.tsx'
import { passingRows } from '#app/ui/passing-rows.ts'
import { TreeTable } from '#app/ui/TreeTable.tsx'
import { useLazyTree } from '#app/ui/use-lazy-tree.ts'
import { zoomTo } from '#app/ui/cells/tree-place.ts'
import { groupColumns } from './group-columns.tsx'
import { fetchGroups, type GroupItem, PathNumbers } from './group-items.ts'

interface GroupTreeProps {
  readonly address: TreeAddress
  readonly by: 'class' | 'module'
  readonly total: number
}

const FIRST_SORT: Sort<GroupColumn> = { column: 'size', descending: true }
const queryOf = (item: GroupItem) => (item.kind === 'row' ? item.row.query : null)

/** The cells below a place of the tree by class or module, opened level by level. */
export function GroupTree({ address, by, total }: GroupTreeProps) {
  const filter = usePlace((place) => place.filter)
  const [sort, setSort] = useState(FIRST_SORT)
  // The tree knows its places by number: 0 is where it begins.
  const [paths] = useState(() => new PathNumbers(address.path))
  const { id } = address
  const scope = useScope()
  const fetch = useCallback(
    (place: number, start: number, end: number) =>
      fetchGroups({ by, id }, paths, place, { start, end, sort, filter }, scope),
    [by, id, paths, sort, filter, scope],
  )
  const tree = useLazyTree<GroupItem>(0, fetch)
  const columns = useMemo(() => groupColumns(by, total), [by, total])
  return (
    <FilteredTree
      noun={by === 'class' ? ['class', 'classes'] : ['module', 'modules']}
      table={GROUP_TABLE}
      filter={filter}
      onFilter={(text) => go({ filter: text }, 'replace')}
      all={tree?.top?.all ?? null}
      passing={passingRows(tree?.top ?? null)}
    >
      <TreeTable
        label="Dominator tree"
        tree={tree}
        columns={columns}
        sort={sort}
        onSort={setSort}
        mayOpen={(item) => item.kind === 'fold' || item.row.groups > 0}
        onActivate={(item, toggle) => {
          if (item.kind === 'fold') toggle()
          else zoomTo({ by, id, path: item.path })
        }}
        queryOf={queryOf}
        none={filter.trim() === '' ? NOTHING[by] : 'Nothing right below this place passes the filter.'}
      />
    </FilteredTree>
  )
}

const NOTHING = {
  class: 'Nothing of another class lives only through it.',
  module: 'Nothing of another module lives only through it.',
} as const
