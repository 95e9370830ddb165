import { useMemo, useState } from 'react'
import { shallow } from 'zustand/shallow'
import { NODE_TABLE } from '#engine/analyses/node-fields.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask, useHeap } from '#app/state/heap-store.ts'
import { usePair } from '#app/state/pair-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { changeSelection, queryOfObject, selectOnly } from '#app/state/selection.ts'
import { useIsPython } from '#app/state/family.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useScope } from '#app/state/use-scope.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { ScopeChoice } from '#app/ui/list/ScopeChoice.tsx'
import { FROM_THE_FILE, objectColumns } from './columns.tsx'

const DEFAULT_SORT: Sort<NodeColumn> = { column: 'retainedSize', descending: true }
const SHALLOW_SORT: Sort<NodeColumn> = { column: 'shallowSize', descending: true }

const keyOf = (row: NodeRow) => `@${row.id}`

/** What a filter found, taken together. */
interface Found {
  readonly filter: string
  readonly count: number
  readonly shallowSize: number
}

/** All objects of the heap, with every column, to filter by anything that is known of an object. */
export function ObjectsView() {
  const selected = usePlace((place) => place.selected)
  const filter = usePlace((place) => place.filter)
  const shallowOnly = useHeap((heap) => heap.shallowOnly)
  const scope = useScope()
  const isReady = useHeap((heap) => heap.status === 'ready')
  const total = useAnswer('summary').value?.shallowSize ?? 0
  const [found, setFound] = useState<Found | null>(null)
  const largestGrowth = useLargestGrowth()
  const isPython = useIsPython()
  const columns = useMemo(
    () =>
      objectColumns(total, largestGrowth, isPython).filter(({ id }) => !shallowOnly || FROM_THE_FILE.has(id)),
    [total, largestGrowth, isPython, shallowOnly],
  )
  const whole = isReady && !shallowOnly
  const source = useMemo<RowSource<NodeRow, NodeColumn>>(
    () => ({
      key: whole ? `matching ${JSON.stringify(scope)}` : 'objects',
      fetch: async (request) => {
        if (!whole) return ask('objects', request)
        const page = await ask('matching', request, scope)
        const now = { filter: request.filter ?? '', count: page.total, shallowSize: page.shallowSize }
        // Every page that comes while one scrolls says the same.
        setFound((before) => (shallow(before, now) ? before : now))
        return page
      },
    }),
    [whole, scope],
  )
  const known = whole && found?.filter === filter && found.count > 0 ? found : null
  return (
    <ListView
      label="Objects"
      noun={['object', 'objects']}
      source={source}
      columns={columns}
      firstSort={shallowOnly ? SHALLOW_SORT : DEFAULT_SORT}
      keyOf={keyOf}
      onActivate={(row) => go({ selected: row.id })}
      isSelected={(row) => row.id === selected}
      queryOf={queryOfObject}
      filterTable={NODE_TABLE}
      remark={known ? `${formatBytes(known.shallowSize)} shallow` : ''}
      tools={
        <>
          <ScopeChoice />
          {known && !scope ? <SelectFound filter={filter} count={known.count} /> : null}
        </>
      }
      none={scope ? 'Nothing is selected.' : 'This heap has no objects.'}
    />
  )
}

/** How much the heap grew or shrank, as the growth of an object that fills its bar; null where it is compared with no other. */
function useLargestGrowth(): number | null {
  const pair = usePair()
  if (pair.status !== 'ready') return null
  const { base, target } = pair.pair
  return Math.max(1, Math.abs(target.shallowSize - base.shallowSize))
}

/** Makes what was found the selection, or adds it to what is selected. */
function SelectFound({ filter, count }: { readonly filter: string; readonly count: number }) {
  const some = usePlace((place) => place.selection.length > 0)
  return (
    <>
      <Button onClick={() => selectOnly(filter)}>Select all {formatCount(count)}</Button>
      {some ? <Button onClick={() => changeSelection('+', filter)}>Add to the selection</Button> : null}
    </>
  )
}
