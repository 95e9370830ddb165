import { useMemo } from 'react'
import type { ReactNode } from 'react'
import { STRING_TABLE } from '#engine/analyses/strings/string-tables.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { StringColumn, StringRow } from '#engine/model/string-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import { useAnswer } from '#app/state/use-answer.ts'
import { type Scope, useScope } from '#app/state/use-scope.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { describeDistance, DISTANCE_HELP, formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import type { RowSource } from '#app/ui/list/lines.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { NodeName } from '#app/ui/NodeName.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'

const FIRST_SORT: Sort<StringColumn> = { column: 'shallowSize', descending: true }

function rowsOf(scope: Scope): RowSource<StringRow, StringColumn> {
  return {
    key: `strings ${JSON.stringify(scope)}`,
    fetch: (request) => ask('strings', request, scope),
  }
}

const keyOf = (row: StringRow) => String(row.node.id)
const queryOf = (row: StringRow) => queryOfObject(row.node)

/** Every string. */
export function AllStrings({ tools }: { readonly tools: ReactNode }) {
  const scope = useScope()
  const selected = usePlace((place) => place.selected)
  const bytes = useAnswer('stringOverview', scope).value?.totals.bytes ?? 0
  const columns = useMemo(() => stringColumns(bytes), [bytes])
  return (
    <ListView
      label="Strings"
      noun={['string', 'strings']}
      source={rowsOf(scope)}
      filterTable={STRING_TABLE}
      columns={columns}
      firstSort={FIRST_SORT}
      keyOf={keyOf}
      onActivate={(row) => go({ selected: row.node.id })}
      isSelected={(row) => row.node.id === selected}
      queryOf={queryOf}
      tools={tools}
      none={scope ? 'No string is selected.' : 'This heap has no strings with a size of their own.'}
    />
  )
}

function lengthText({ length, cut }: StringRow): string {
  return length === null ? '–' : `${formatCount(length)}${cut ? '+' : ''}`
}

function lengthWords({ length, cut }: StringRow): string {
  if (length === null) return 'The file does not hold its text'
  return `${formatCountOf(length, 'character')}${cut ? ' or more: V8 cut the text' : ''}`
}

/** The columns of all strings; `total` is what they take together. */
function stringColumns(total: number): readonly ListColumn<StringRow, StringColumn>[] {
  const number = { numeric: true, sortable: true } as const
  return [
    {
      id: 'name',
      label: 'String',
      track: 'minmax(130px, 1fr)',
      sortable: true,
      cell: (row) => <NodeName node={row.node} />,
      value: (row) => row.node.name,
    },
    {
      ...number,
      id: 'id',
      label: 'Id',
      track: '84px',
      from: Number.POSITIVE_INFINITY,
      cell: (row) => row.node.id,
      value: (row) => row.node.id,
    },
    {
      ...number,
      id: 'length',
      label: 'Length',
      help: 'Characters; + where V8 cut the text, – where the file does not hold it',
      track: '76px',
      from: 420,
      cell: (row) => <span title={lengthWords(row)}>{lengthText(row)}</span>,
      words: lengthWords,
      value: (row) => row.length,
    },
    {
      ...number,
      id: 'copies',
      label: 'Copies',
      help: 'How many strings have the same text, itself included',
      track: '76px',
      from: 520,
      cell: (row) => formatCount(row.copies),
      words: (row) => formatCountOf(row.copies, 'copy', 'copies'),
      value: (row) => row.copies,
    },
    {
      ...number,
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The string itself, without the parts it is joined from',
      track: 'minmax(88px, min(220px, 30% - 60px))',
      cell: (row) => <SizeCell value={row.node.shallowSize} of={total} max={total} />,
      value: (row) => row.node.shallowSize,
    },
    {
      ...number,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if the string went away',
      track: '88px',
      from: 640,
      cell: (row) => <Bytes value={row.node.retainedSize} />,
      words: (row) => `Retained ${formatBytes(row.node.retainedSize ?? 0)}`,
      value: (row) => row.node.retainedSize,
    },
    {
      ...number,
      id: 'distance',
      label: 'Distance',
      help: DISTANCE_HELP,
      track: '76px',
      from: 720,
      cell: (row) => <DistanceCell distance={row.node.distance} />,
      words: (row) => `Distance ${describeDistance(row.node.distance).text}`,
      value: (row) => row.node.distance,
    },
  ]
}
