import { useMemo } from 'react'
import { PACKAGE_TABLE } from '#engine/analyses/python/list-packages.ts'
import type { ModuleRow, PackageColumn, PackageRow } from '#engine/model/package-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { HeadedView } from '#app/ui/HeadedView.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { packageColumns } from './columns.tsx'
import styles from './Packages.module.css'

const SOURCE: RowSource<PackageRow, PackageColumn> = {
  key: 'packages',
  fetch: (request) => ask('packages', request),
}
const MEMBERS: Members<PackageRow, PackageColumn, ModuleRow, PackageColumn> = {
  fetch: (key, request) => ask('packageModules', key, request),
  sortOf: (sort) => sort,
  countOf: (row) => row.modules,
  none: 'It has no modules.',
}
const FIRST_SORT: Sort<PackageColumn> = { column: 'retainedSize', descending: true }
const keyOf = (row: PackageRow) => row.name
const queryOf = (row: PackageRow | ModuleRow) => row.query

/** What each top-level package of a Python program alone retains. */
export function PackagesView() {
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => packageColumns(total), [total])
  return (
    <HeadedView
      head={
        <div className={styles['about']}>
          <Lead>
            What would be freed if all modules of a package went away, with their globals and the functions
            and classes that they define. A package opens to its modules, and a module shows its globals in
            the panel. The standard library is one package.
          </Lead>
        </div>
      }
    >
      <ListView
        label="Packages"
        noun={['package', 'packages']}
        source={SOURCE}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        members={MEMBERS}
        onMember={({ node }) => go({ selected: node.id })}
        isMemberSelected={({ node }) => node.id === selected}
        queryOf={queryOf}
        memberQueryOf={queryOf}
        filterTable={PACKAGE_TABLE}
        none="This capture has no modules."
      />
    </HeadedView>
  )
}
