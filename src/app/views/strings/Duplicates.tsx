import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { DUPLICATE_TABLE } from '#engine/analyses/strings/string-tables.ts'
import type { NodeColumn, Sort } from '#engine/model/rows.ts'
import type { DuplicateColumn, DuplicateMember, DuplicateRow } from '#engine/model/string-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import type { Members, RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { duplicateColumns } from './duplicate-columns.tsx'

const FIRST_SORT: Sort<DuplicateColumn> = { column: 'wasted', descending: true }

function rowsOf(scope: Scope): RowSource<DuplicateRow, DuplicateColumn> {
  return {
    key: `duplicates ${JSON.stringify(scope)}`,
    fetch: (request) => ask('duplicates', request, scope),
  }
}

function membersOf(scope: Scope): Members<DuplicateRow, DuplicateColumn, DuplicateMember, NodeColumn> {
  return {
    fetch: (key, request) => ask('duplicateMembers', Number(key), request, scope),
    sortOf: ({ column, descending }) => ({ column: column === 'name' ? 'id' : 'shallowSize', descending }),
    // How many kinds of holders there are is not known before.
    countOf: () => -1,
    none: scope ? 'No selected string has this text.' : 'Nothing has this text any more.',
  }
}

const keyOf = (row: DuplicateRow) => String(row.example.id)
const queryOf = (row: DuplicateRow) => row.query
const idOf = (member: DuplicateMember) => (member.kind === 'copy' ? member.node.id : member.holder.example.id)
const memberQueryOf = (member: DuplicateMember) =>
  member.kind === 'copy' ? queryOfObject(member.node) : null

/** The texts that several strings share, each opening to what holds them and to the strings. */
export function Duplicates({ tools }: { readonly tools: ReactNode }) {
  const scope = useScope()
  const selected = usePlace((place) => place.selected)
  const totals = useAnswer('stringOverview', scope).value?.totals
  const columns = useMemo(() => duplicateColumns(totals?.wasted ?? 0), [totals?.wasted])
  const members = useMemo(() => membersOf(scope), [scope])
  return (
    <ListView
      label="Duplicate strings"
      noun={['text', 'texts']}
      source={rowsOf(scope)}
      filterTable={DUPLICATE_TABLE}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      members={members}
      onMember={(member) => go({ selected: idOf(member) })}
      isMemberSelected={(member) => member.kind === 'copy' && idOf(member) === selected}
      queryOf={queryOf}
      memberQueryOf={memberQueryOf}
      tools={tools}
      none={`No two strings of ${scope ? 'the selection' : 'this heap'} have the same text.`}
    />
  )
}
