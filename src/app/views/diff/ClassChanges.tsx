import { useMemo, useRef } from 'react'
import { CLASS_CHANGE_TABLE } from '#engine/questions/class-change-list.ts'
import type { ClassChangeColumn, ClassChangePage, ClassChangeRow } from '#engine/model/diff-rows.ts'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, setOptions, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { useOptions } from '#app/state/use-options.ts'
import { Button } from '#app/ui/Button.tsx'
import { formatBytes, formatCount, formatCountOf, formatDelta } from '#app/ui/format.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { changeColumns, MEMBER_COLUMN } from './change-columns.tsx'
import { changedObjects } from './changed-objects.ts'
import { OPTIONS } from './options.ts'

const FIRST_SORT: Sort<ClassChangeColumn> = { column: 'retainedDelta', descending: true }
const keyOf = (row: ClassChangeRow) => row.key
const queryOf = (row: ClassChangeRow) => row.targetQuery && `${row.targetQuery} status:new,moved`

/** The classes of both captures: each opens to the objects that came, went and changed. */
export function ClassChanges() {
  const { engine, unchanged, is } = useOptions(OPTIONS)
  const filter = usePlace((place) => place.filter)
  const folded = engine === 'folded'
  const changedOnly = unchanged === 'hidden'
  const first = useAnswer('classChanges', { start: 0, end: 200, folded, changedOnly, filter })
  const largest = useMemo(() => largestOf(first.value), [first.value])
  const columns = useMemo(() => changeColumns(largest), [largest])
  /** Rows by their keys, as far as they were read: a row opens to objects of two heaps, which know its class by queries. */
  const rows = useRef(new Map<string, ClassChangeRow>())
  const source = useMemo(
    (): RowSource<ClassChangeRow, ClassChangeColumn> => ({
      key: `changes ${folded} ${changedOnly}`,
      fetch: async (request) => {
        const page = await ask('classChanges', { ...request, folded, changedOnly })
        for (const row of page.rows) rows.current.set(row.key, row)
        return page
      },
    }),
    [folded, changedOnly],
  )
  const members = useMemo(() => membersOf(rows.current), [])
  return (
    <ListView
      label="Changes by class"
      noun={['class', 'classes']}
      source={source}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      members={members}
      onMember={showObject}
      isMemberSelected={(node) => `@${node.id}` === is && node.change?.status !== 'deleted'}
      queryOf={queryOf}
      memberQueryOf={memberQuery}
      filterTable={CLASS_CHANGE_TABLE}
      remark={first.value ? totalsWords(first.value) : ''}
      tools={
        <>
          <Button
            aria-pressed={!changedOnly}
            onClick={() => setOptions({ unchanged: changedOnly ? 'shown' : undefined })}
          >
            Unchanged too
          </Button>
          <Button aria-pressed={!folded} onClick={() => setOptions({ engine: folded ? 'shown' : undefined })}>
            {folded && first.value ? engineWords(first.value) : 'Engine’s own'}
          </Button>
        </>
      }
      none="Nothing changed between these two captures."
    />
  )
}

/** Shows an object in the panel where the target has it, and its path in both captures below. */
export function showObject(node: NodeRow): void {
  const { change } = node
  const isDeleted = change?.status === 'deleted'
  const was = isDeleted ? `@${node.id}` : change?.other ? `@${change.other.id}` : undefined
  setOptions({ was, is: isDeleted ? undefined : `@${node.id}` }, 'push')
  if (!isDeleted) go({ selected: node.id }, 'replace')
}

const memberQuery = (node: NodeRow) => (node.change?.status === 'deleted' ? null : queryOfObject(node))

function membersOf(
  rows: ReadonlyMap<string, ClassChangeRow>,
): Members<ClassChangeRow, ClassChangeColumn, NodeRow, NodeColumn> {
  return {
    fetch: async (key, request) => {
      const row = rows.get(key)
      return row ? changedObjects(row, request) : { start: 0, rows: [], total: 0, all: 0 }
    },
    sortOf: ({ column, descending }) => ({ column: MEMBER_COLUMN[column], descending }),
    countOf: (row) => row.added + row.removed,
    none: 'No object of this class came, went or retains more or less.',
  }
}

function largestOf(page: ClassChangePage | undefined): {
  readonly shallow: number
  readonly retained: number
} {
  let shallow = 0
  let retained = 0
  for (const row of page?.rows ?? []) {
    shallow = Math.max(shallow, Math.abs(row.shallowDelta))
    retained = Math.max(retained, Math.abs(row.retainedDelta))
  }
  return { shallow, retained }
}

function totalsWords({ totals }: ClassChangePage): string {
  return `${formatCount(totals.added)} new, ${formatCount(totals.removed)} deleted, ${formatDelta(totals.shallowDelta)}: ${formatBytes(totals.addedSize)} came, ${formatBytes(totals.removedSize)} went`
}

function engineWords({ folded }: ClassChangePage): string {
  return `${formatCountOf(folded.classes, 'engine class', 'engine classes')}, ${formatDelta(folded.shallowDelta)}`
}
