import { useMemo } from 'react'
import { REALM_TABLE } from '#engine/analyses/keeping-tables.ts'
import type { RealmColumn, RealmRow } from '#engine/model/realm-rows.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { Lead } from '#app/ui/Lead.tsx'
import { ListView } from '#app/ui/list/ListView.tsx'
import { realmColumns } from './columns.tsx'
import styles from './RealmsView.module.css'

const FIRST_SORT: Sort<RealmColumn> = { column: 'shallowSize', descending: true }
function rowsOf(scope: Scope): RowSource<RealmRow, RealmColumn> {
  return {
    key: `realms ${JSON.stringify(scope)}`,
    fetch: (request) => ask('realms', request, scope),
  }
}
const keyOf = (row: RealmRow) => row.query

function membersOf(scope: Scope): Members<RealmRow, RealmColumn, NodeRow, NodeColumn> {
  return {
    fetch: (key, request) => ask('matching', { ...request, filter: key }, scope),
    sortOf: ({ column, descending }) => ({
      column: column === 'count' ? 'retainedSize' : column,
      descending,
    }),
    countOf: (row) => row.count,
    none: 'No object belongs here.',
  }
}

/** What belongs to each world of globals: pages, frames, workers' and vm contexts. */
export function RealmsView() {
  const scope = useScope()
  const members = useMemo(() => membersOf(scope), [scope])
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => realmColumns(total), [total])
  return (
    <div className={styles['view']}>
      <div className={styles['about']}>
        <Lead>
          A realm is one global object with its own Array, Map and so on: a page, a frame, a vm context. An
          object belongs to the realm that made its hidden class, anything else to the realm that leads to it.
          A frame that was removed but still has memory here is held by something outside of it.
        </Lead>
      </div>
      <ListView
        label="Realms"
        noun={['row', 'rows']}
        remark={`together the whole ${scope ? 'selection' : 'heap'}`}
        source={rowsOf(scope)}
        columns={columns}
        firstSort={FIRST_SORT}
        keyOf={keyOf}
        members={members}
        onMember={(node) => go({ selected: node.id })}
        isMemberSelected={(node) => node.id === selected}
        queryOf={keyOf}
        filterTable={REALM_TABLE}
        memberQueryOf={queryOfObject}
        tools={<ScopeChoice />}
        none={scope ? 'Nothing is selected.' : 'This capture marks no realms.'}
      />
    </div>
  )
}
