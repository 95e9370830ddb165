import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { OWNER_TABLE } from '#engine/analyses/collections/collection-tables.ts'
import type { CollectionColumn, CollectionRow, OwnerColumn, OwnerRow } from '#engine/model/collection-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { ownerColumns } from './owner-columns.tsx'

const FIRST_SORT: Sort<OwnerColumn> = { column: 'retainedSize', descending: true }

function rowsOf(scope: Scope): RowSource<OwnerRow, OwnerColumn> {
  return {
    key: `owners ${JSON.stringify(scope)}`,
    fetch: (request) => ask('collectionOwners', request, scope),
  }
}

const MEMBER_COLUMN: Readonly<Record<OwnerColumn, CollectionColumn>> = {
  name: 'id',
  count: 'entries',
  empty: 'entries',
  entries: 'entries',
  capacity: 'capacity',
  unused: 'unused',
  shallowSize: 'shallowSize',
  retainedSize: 'retainedSize',
}

function membersOf(scope: Scope): Members<OwnerRow, OwnerColumn, CollectionRow, CollectionColumn> {
  return {
    fetch: (owner, request) => ask('ownedCollections', owner, request, scope),
    sortOf: ({ column, descending }) => ({ column: MEMBER_COLUMN[column], descending }),
    countOf: (row) => row.count,
    none: 'Nothing is held so any more.',
  }
}

const keyOf = (row: OwnerRow) => row.owner
const queryOf = (row: OwnerRow) => row.query
const memberQueryOf = (row: CollectionRow) => queryOfObject(row.node)

/** Collections by what holds them, each owner opening to its collections. */
export function Owners({ tools }: { readonly tools: ReactNode }) {
  const scope = useScope()
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => ownerColumns(total), [total])
  const members = useMemo(() => membersOf(scope), [scope])
  return (
    <ListView
      label="Collections by owner"
      noun={['owner', 'owners']}
      source={rowsOf(scope)}
      filterTable={OWNER_TABLE}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      members={members}
      onMember={(row) => go({ selected: row.node.id })}
      isMemberSelected={(row) => row.node.id === selected}
      queryOf={queryOf}
      memberQueryOf={memberQueryOf}
      tools={tools}
      none={scope ? 'No collection is selected.' : 'This heap has no collections.'}
    />
  )
}
