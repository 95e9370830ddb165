import { useCallback, useMemo } from 'react'
import { ROOT_TABLE } from '#engine/analyses/keeping-tables.ts'
import { HeapError } from '#engine/base/error.ts'
import type { RootColumn, RootGroupRow } from '#engine/model/root-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import { ExportMenu } from '#app/ui/list/ExportMenu.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import { FilterBox } from '#app/ui/list/FilterBox.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import { TreeTable } from '#app/ui/TreeTable.tsx'
import { useLazyTree } from '#app/ui/use-lazy-tree.ts'
import { rootColumns } from './columns.tsx'
import { fetchBelow, mayOpen, queryOf, type RootItem, TOP, type TreeColumn } from './root-items.ts'
import styles from './RootsView.module.css'

const FIRST_SORT: Sort<TreeColumn> = { column: 'retainedSize', descending: true }
const COLUMNS: ReadonlySet<string> = new Set(['name', 'retainedSize', 'shallowSize', 'count'])

const keepOpen = (open: readonly string[]) => go({ open }, 'replace')

/** Where the collector starts, by kind, and from there down, reference by reference. */
export function RootsView() {
  const asked = usePlace((place) => place.sort)
  const filter = usePlace((place) => place.filter)
  const selected = usePlace((place) => place.selected)
  const known = asked !== null && COLUMNS.has(asked.column)
  const column = known ? (asked.column as TreeColumn) : FIRST_SORT.column
  const descending = known ? asked.descending : FIRST_SORT.descending
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const scope = useScope()
  const fetch = useCallback(
    (node: number, start: number, end: number) =>
      fetchBelow(node, start, end, { column, descending }, filter, scope),
    [column, descending, filter, scope],
  )
  const open = usePlace((place) => place.open)
  const tree = useLazyTree<RootItem>(TOP, fetch, { open, onOpen: keepOpen })
  const columns = useMemo(() => rootColumns(total, scope !== null), [total, scope])
  const { value, error } = useAnswer('rootGroups', { start: 0, end: 1, filter }, scope)
  return (
    <div className={styles['view']}>
      <div className={styles['top']}>
        <div className={styles['about']}>
          <Lead>
            Everything the garbage collector finds from here is alive.{' '}
            {scope
              ? 'Listed are the kinds of roots that lead to selected objects; each opens to those that it alone leads to.'
              : 'A kind of roots opens to what it refers to, and that to what it refers to in turn.'}
          </Lead>
        </div>
        <FilterBox
          label="Filter roots"
          value={filter}
          onChange={(text) => go({ filter: text }, 'replace')}
          table={ROOT_TABLE}
          outcome={
            value && !error
              ? outcomeText(value, filter, scope ? 'the whole selection' : formatBytes(total))
              : ''
          }
          problem={filterProblem(error)}
        >
          <ScopeChoice />
          <ExportMenu
            name="roots"
            total={value && !error ? value.total : null}
            columns={EXPORTED}
            fetch={(start, end) => ask('rootGroups', { start, end, filter }, scope)}
          />
        </FilterBox>
      </div>
      <div className={styles['table']}>
        {error && filterProblem(error) === null ? (
          <ErrorNote message={error.message} />
        ) : (
          <TreeTable
            label="Roots"
            tree={tree}
            columns={columns}
            sort={{ column, descending }}
            onSort={(sort) => go({ sort })}
            mayOpen={mayOpen}
            isQuiet={({ edge }) => edge?.essential === false}
            isSelected={({ row }) => row !== null && row.id === selected}
            onActivate={({ row }) => {
              if (row) go({ selected: row.id })
            }}
            queryOf={queryOf}
            none={
              filter.trim() !== ''
                ? 'Nothing stands here with this filter.'
                : scope
                  ? 'Nothing is selected.'
                  : 'It refers to nothing.'
            }
          />
        )}
      </div>
    </div>
  )
}

function outcomeText(
  page: { readonly total: number; readonly all: number },
  filter: string,
  together: string,
) {
  const all = formatCountOf(page.all, 'row')
  return filter.trim() === '' ? `${all}, together ${together}` : `${formatCount(page.total)} of ${all}`
}

/** What the engine has against the filter itself. */
function filterProblem(error: unknown): HeapError | null {
  return error instanceof HeapError && error.code === 'bad-filter' ? error : null
}

const EXPORTED: readonly Column<RootGroupRow, RootColumn>[] = [
  { id: 'name', label: 'Roots', track: '', cell: ({ name }) => name, value: ({ name }) => name },
  {
    id: 'references',
    label: 'References',
    track: '',
    cell: (row) => row.references,
    value: (row) => row.references,
  },
  {
    id: 'shallowSize',
    label: 'Shallow size',
    track: '',
    cell: (row) => row.shallowSize,
    value: (row) => row.shallowSize,
  },
  {
    id: 'keptCount',
    label: 'Objects kept',
    track: '',
    cell: (row) => row.keptCount,
    value: (row) => row.keptCount,
  },
  {
    id: 'keptSize',
    label: 'Bytes kept',
    track: '',
    cell: (row) => row.keptSize,
    value: (row) => row.keptSize,
  },
]
