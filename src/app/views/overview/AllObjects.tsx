import { useCallback, useMemo, useState } from 'react'
import type { NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go, usePlace } from '#app/state/place-store.ts'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { ErrorNote } from '#app/ui/ErrorNote.tsx'
import { describeDistance, DISTANCE_HELP, formatBytes } from '#app/ui/format.ts'
import { messageOf } from '#app/ui/message-of.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'
import { VirtualTable } from '#app/ui/table/VirtualTable.tsx'
import { useAskKey } from '#app/ui/use-ask-key.ts'
import { usePagedList } from '#app/ui/use-paged-list.ts'

interface AllObjectsProps {
  /** The heap's whole size. */
  readonly total: number
  /** Whether retained sizes and distances will never be known. */
  readonly shallowOnly: boolean
}

/** All objects of the heap, to scroll through in any order. */
export function AllObjects({ total, shallowOnly }: AllObjectsProps) {
  const askKey = useAskKey()
  const selected = usePlace((place) => place.selected)
  const [sort, setSort] = useState<Sort<NodeColumn>>({
    column: shallowOnly ? 'shallowSize' : 'retainedSize',
    descending: true,
  })
  const fetch = useCallback(
    (start: number, end: number) => {
      void askKey
      return ask('objects', { start, end, sort })
    },
    [sort, askKey],
  )
  const { list, busy } = usePagedList<NodeRow>(fetch)
  const onRange = useCallback((start: number, end: number) => list?.want(start, end), [list])
  const columns = useMemo(
    () => objectColumns(total).filter(({ id }) => !shallowOnly || FROM_THE_FILE.has(id)),
    [total, shallowOnly],
  )
  if (list?.error) return <ErrorNote message={messageOf(list.error)} onRetry={() => list.retry()} />
  return (
    <VirtualTable
      label="All objects"
      columns={columns}
      count={list?.total ?? 30}
      rowAt={(index) => list?.row(index)}
      traits={(row) => ({ selected: row.id === selected })}
      onRange={onRange}
      sort={sort}
      onSort={setSort}
      onActivate={(row) => go({ selected: row.id })}
      busy={busy}
    />
  )
}

/** The columns that need no references. */
const FROM_THE_FILE: ReadonlySet<NodeColumn> = new Set(['name', 'shallowSize'])

function objectColumns(total: number): readonly Column<NodeRow, NodeColumn>[] {
  const size = { track: 'minmax(88px, min(220px, 30% - 88px))', numeric: true, sortable: true } as const
  return [
    {
      id: 'name',
      label: 'Object',
      track: 'minmax(140px, 1fr)',
      sortable: true,
      cell: (row) => <NodeName node={row} />,
    },
    {
      ...size,
      id: 'retainedSize',
      label: 'Retained',
      help: 'Freed if the object went away',
      cell: (row) => <SizeCell value={row.retainedSize} of={total} max={total} />,
    },
    {
      ...size,
      id: 'shallowSize',
      label: 'Shallow',
      from: 420,
      words: (row) => `Shallow ${formatBytes(row.shallowSize)}`,
      help: 'The object itself, with the stores it alone owns',
      cell: (row) => <SizeCell value={row.shallowSize} of={total} max={total} />,
    },
    {
      id: 'distance',
      label: 'Distance',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 520,
      words: ({ distance }) => `Distance ${describeDistance(distance).text}`,
      help: DISTANCE_HELP,
      cell: ({ distance }) => <DistanceCell distance={distance} />,
    },
  ]
}
