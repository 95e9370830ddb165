import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { COLLECTION_TABLE } from '#engine/analyses/collections/collection-tables.ts'
import type { CollectionColumn, CollectionRow } from '#engine/model/collection-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { collectionColumns } from './collection-columns.tsx'

const FIRST_SORT: Sort<CollectionColumn> = { column: 'entries', descending: true }

function rowsOf(scope: Scope): RowSource<CollectionRow, CollectionColumn> {
  return {
    key: `collections ${JSON.stringify(scope)}`,
    fetch: (request) => ask('collections', request, scope),
  }
}

const keyOf = (row: CollectionRow) => String(row.node.id)
const queryOf = (row: CollectionRow) => queryOfObject(row.node)

/** Every collection with its entries and its room. */
export function EachCollection({ tools }: { readonly tools: ReactNode }) {
  const scope = useScope()
  const selected = usePlace((place) => place.selected)
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const columns = useMemo(() => collectionColumns(total), [total])
  return (
    <ListView
      label="Collections"
      noun={['collection', 'collections']}
      source={rowsOf(scope)}
      filterTable={COLLECTION_TABLE}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      onActivate={(row) => go({ selected: row.node.id })}
      isSelected={(row) => row.node.id === selected}
      queryOf={queryOf}
      tools={tools}
      none={scope ? 'No collection is selected.' : 'This heap has no collections.'}
    />
  )
}
