import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { CLASS_SHAPES_TABLE } from '#engine/analyses/shapes/shape-fields.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { ClassShapesColumn, ClassShapesRow } from '#engine/model/shape-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go } from '#app/state/place-store.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, scopeOptions, useScope } from '#app/state/use-scope.ts'
import { formatCount, formatCountOf, formatPercent } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { CountCell } from '#app/ui/SizeCell.tsx'
import styles from './ShapesView.module.css'

const FIRST_SORT: Sort<ClassShapesColumn> = { column: 'shapes', descending: true }

function rowsOf(scope: Scope): RowSource<ClassShapesRow, ClassShapesColumn> {
  return {
    key: `class shapes ${JSON.stringify(scope)}`,
    fetch: (request) => ask('classShapes', request, scope),
  }
}

const keyOf = (row: ClassShapesRow) => row.classKey
const queryOf = (row: ClassShapesRow) => row.query

/** Classes whose objects have different lists of properties. A row leads to the objects of its class. */
export function ClassShapes({ tools }: { readonly tools: ReactNode }) {
  const scope = useScope()
  const most =
    useAnswer('classShapes', { start: 0, end: 1, sort: FIRST_SORT }, scope).value?.rows[0]?.shapes ?? 0
  const columns = useMemo(() => classShapesColumns(most), [most])
  return (
    <ListView
      label="Classes by their shapes"
      noun={['class', 'classes']}
      source={rowsOf(scope)}
      filterTable={CLASS_SHAPES_TABLE}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      onActivate={(row) =>
        go({
          view: 'classes',
          filter: row.className,
          open: [row.classKey],
          ...(scope ? { options: scopeOptions() } : {}),
        })
      }
      queryOf={queryOf}
      tools={tools}
      remark="other classes have one shape each"
      none={`All${scope ? ' selected' : ''} objects of each class have the same properties.`}
    />
  )
}

/** @param most the most shapes that a class has */
function classShapesColumns(most: number): readonly ListColumn<ClassShapesRow, ClassShapesColumn>[] {
  const number = { numeric: true, sortable: true } as const
  return [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(130px, 1fr)',
      sortable: true,
      cell: (row) => (
        <span className={styles['shape']}>
          <KindBadge kind="object" />
          <bdi dir="ltr" className={styles['name']} title={row.className}>
            {visibleName(row.className)}
          </bdi>
        </span>
      ),
      value: (row) => row.classKey,
    },
    {
      ...number,
      id: 'count',
      label: 'Objects',
      help: 'Objects of the class that have a size of their own',
      track: '84px',
      cell: (row) => formatCount(row.count),
      value: (row) => row.count,
    },
    {
      ...number,
      id: 'shapes',
      label: 'Shapes',
      help: 'Different lists of properties: code that meets more than four is slow, and each costs a hidden class',
      track: 'minmax(72px, 22%)',
      cell: (row) => <CountCell value={row.shapes} max={most} />,
      value: (row) => row.shapes,
    },
    {
      ...number,
      id: 'commonest',
      label: 'Commonest',
      help: 'Objects that have the list that most have',
      track: '128px',
      from: 480,
      cell: (row) => `${formatCount(row.commonest)} (${formatPercent(row.commonest, row.count)})`,
      words: (row) => `${formatCountOf(row.commonest, 'object')} of the commonest shape`,
      value: (row) => row.commonest,
    },
  ]
}
