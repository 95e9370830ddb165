import { useMemo } from 'react'
import { z } from 'zod'
import { CLASS_TABLE } from '#engine/analyses/class-fields.ts'
import type { ClassColumn, ClassRow, NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { ask, useHeap } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { useScope } from '#app/state/use-scope.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { classColumns, FROM_THE_FILE, INSTANCE_COLUMN } from './columns.tsx'
import { EngineToggle } from './EngineToggle.tsx'

const DEFAULT_SORT: Sort<ClassColumn> = { column: 'retainedSize', descending: true }
const SHALLOW_SORT: Sort<ClassColumn> = { column: 'shallowSize', descending: true }

const SHALLOW_WORDS = 'opened without references: shallow sizes as the file states them, nothing retained'

const EARLY_WORDS = 'references are still being read: shallow sizes as the file states them'

function source(folded: boolean, scope: readonly Term[] | null): RowSource<ClassRow, ClassColumn> {
  return {
    key: `classes ${folded} ${JSON.stringify(scope)}`,
    fetch: (request) => {
      return scope
        ? ask('selectedClasses', scope, { ...request, folded })
        : ask('classes', { ...request, folded })
    },
  }
}

const OPTIONS = z.object({ engine: z.enum(['folded', 'shown']).catch('folded') })
const keyOf = (row: ClassRow) => row.key
const queryOf = (row: ClassRow) => row.query

/** The type histogram: all classes with their counts and sizes, each opening to its instances. */
export function ClassesView() {
  const selected = usePlace((place) => place.selected)
  const filter = usePlace((place) => place.filter)
  const shown = useOptions(OPTIONS).engine === 'shown'
  const scope = useScope()
  const shallowOnly = useHeap((heap) => heap.shallowOnly)
  const early = useHeap((heap) => heap.status === 'early')
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const most = useAnswer('classes', { start: 0, end: 1, sort: { column: 'count', descending: true } })
  const count = most.value?.rows[0]?.count ?? 0
  const columns = useMemo(
    () => classColumns(total, count).filter(({ id }) => !shallowOnly || FROM_THE_FILE.has(id)),
    [total, count, shallowOnly],
  )
  const members = useMemo(() => instances(shallowOnly, scope), [shallowOnly, scope])
  return (
    <ListView
      label="Classes"
      noun={['class', 'classes']}
      source={source(!shown && !scope, scope)}
      columns={columns}
      firstSort={shallowOnly ? SHALLOW_SORT : DEFAULT_SORT}
      keyOf={keyOf}
      members={members}
      onMember={(node) => go({ selected: node.id })}
      isMemberSelected={(node) => node.id === selected}
      queryOf={queryOf}
      filterTable={CLASS_TABLE}
      memberQueryOf={queryOfObject}
      remark={shallowOnly ? SHALLOW_WORDS : early ? EARLY_WORDS : ''}
      tools={
        <>
          <ScopeChoice />
          {scope ? null : <EngineToggle shown={shown} filter={filter} />}
        </>
      }
      none={scope ? 'Nothing is selected.' : 'This heap has no classes.'}
    />
  )
}

function instances(
  shallowOnly: boolean,
  scope: readonly Term[] | null,
): Members<ClassRow, ClassColumn, NodeRow, NodeColumn> {
  return {
    fetch: (key, request) => {
      return scope ? ask('selectedInstances', scope, key, request) : ask('instances', key, request)
    },
    sortOf: ({ column, descending }) => ({
      column: shallowOnly && column === 'count' ? 'shallowSize' : INSTANCE_COLUMN[column],
      descending,
    }),
    countOf: (row) => row.count,
    none: 'No object of this class has a size of its own.',
  }
}
