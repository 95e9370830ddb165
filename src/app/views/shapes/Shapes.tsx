import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { SHAPE_TABLE } from '#engine/analyses/shapes/shape-fields.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import type { ShapeColumn, ShapeRow } from '#engine/model/shape-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { shapeColumns } from './shape-columns.tsx'

const FIRST_SORT: Sort<ShapeColumn> = { column: 'retainedSize', descending: true }

function rowsOf(scope: Scope): RowSource<ShapeRow, ShapeColumn> {
  return {
    key: `shapes ${JSON.stringify(scope)}`,
    fetch: (request) => ask('shapes', request, scope),
  }
}

const MEMBER_COLUMN: Readonly<Record<ShapeColumn, NodeColumn>> = {
  name: 'id',
  properties: 'retainedSize',
  count: 'retainedSize',
  shallowSize: 'shallowSize',
  retainedSize: 'retainedSize',
  shallowEach: 'shallowSize',
  retainedEach: 'retainedSize',
}

function membersOf(scope: Scope): Members<ShapeRow, ShapeColumn, NodeRow, NodeColumn> {
  return {
    fetch: (key, request) => ask('objectsOfShape', Number(key), request, scope),
    sortOf: ({ column, descending }) => ({ column: MEMBER_COLUMN[column], descending }),
    countOf: (row) => row.count,
    none: scope ? 'No selected object has this shape.' : 'No object has this shape any more.',
  }
}

const keyOf = (row: ShapeRow) => String(row.example.id)
const queryOf = (row: ShapeRow) => row.query

/** The shapes, each opening to its objects. */
export function Shapes({ tools }: { readonly tools: ReactNode }) {
  const scope = useScope()
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const most = useAnswer('shapes', { start: 0, end: 1, sort: { column: 'count', descending: true } }, scope)
  const count = most.value?.rows[0]?.count ?? 0
  const columns = useMemo(() => shapeColumns(total, count), [total, count])
  const members = useMemo(() => membersOf(scope), [scope])
  return (
    <ListView
      label="Shapes"
      noun={['shape', 'shapes']}
      source={rowsOf(scope)}
      filterTable={SHAPE_TABLE}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      members={members}
      onMember={(node) => go({ selected: node.id })}
      isMemberSelected={(node) => node.id === selected}
      queryOf={queryOf}
      memberQueryOf={queryOfObject}
      tools={tools}
      none={scope ? 'No plain object is selected.' : 'This heap has no plain objects.'}
    />
  )
}
