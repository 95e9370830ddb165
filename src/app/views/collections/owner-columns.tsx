import type { CollectionRow, OwnerColumn, OwnerRow } from '#engine/model/collection-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { NumberCell } from '#app/ui/NumberCell.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import { NO_CAPACITY, NO_ENTRIES, OwnerName } from './cells.tsx'

const NUMBER = { numeric: true, sortable: true } as const

/** The columns of owners; `total` is the size of the heap. */
export function ownerColumns(total: number): readonly ListColumn<OwnerRow, OwnerColumn, CollectionRow>[] {
  return [
    {
      id: 'name',
      label: 'Owner',
      help: 'The class and field that hold the collections; [] for elements, [key] for the keys of an object with many',
      track: 'minmax(130px, 1fr)',
      sortable: true,
      cell: (row) => <OwnerName owner={row.owner} more={row.kinds.join(', ')} />,
      member: (row) => <NodeName node={row.node} />,
      value: (row) => row.owner,
    },
    {
      ...NUMBER,
      id: 'count',
      label: 'Count',
      help: 'How many collections are held so',
      track: '68px',
      cell: (row) => formatCount(row.count),
      words: (row) => formatCountOf(row.count, 'collection'),
      value: (row) => row.count,
    },
    {
      ...NUMBER,
      id: 'empty',
      label: 'Empty',
      help: 'Those in which no entry was seen, and which need not have any',
      track: '68px',
      from: 1000,
      cell: (row) => formatCount(row.empty),
      words: (row) => `${formatCount(row.empty)} empty`,
      value: (row) => row.empty,
    },
    {
      ...NUMBER,
      id: 'entries',
      label: 'Entries',
      help: 'Entries that hold an object or text; those of numbers alone leave no trace',
      track: '78px',
      from: 480,
      cell: (row) => (
        <NumberCell value={row.unknown === row.count ? null : row.entries} unknown={NO_ENTRIES} />
      ),
      member: (row) => <NumberCell value={row.entries} unknown={NO_ENTRIES} />,
      words: (row) => ownerEntries(row),
      memberWords: (row) => (row.entries === null ? null : formatCountOf(row.entries, 'entry', 'entries')),
      value: (row) => (row.unknown === row.count ? null : row.entries),
    },
    {
      ...NUMBER,
      id: 'capacity',
      label: 'Room',
      help: 'Entries that fit into the backing stores as they are',
      track: '78px',
      from: 820,
      cell: (row) => (
        <NumberCell value={row.unknown === row.count ? null : row.capacity} unknown={NO_CAPACITY} />
      ),
      member: (row) => <NumberCell value={row.capacity} unknown={NO_CAPACITY} />,
      words: (row) => `Room for ${formatCount(row.capacity)}`,
      value: (row) => (row.unknown === row.count ? null : row.capacity),
    },
    {
      ...NUMBER,
      id: 'unused',
      label: 'Unused',
      help: 'Bytes of the room for entries that were not seen: at most so much is unused',
      track: '84px',
      from: 560,
      cell: (row) => <Bytes value={row.unused} />,
      member: (row) =>
        row.unused === null ? <span title={NO_ENTRIES}>–</span> : <Bytes value={row.unused} />,
      words: (row) => `${formatBytes(row.unused)} unused`,
      value: (row) => row.unused,
    },
    {
      ...NUMBER,
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The collections themselves, with the stores they alone own',
      track: '84px',
      from: 1080,
      cell: (row) => <Bytes value={row.shallowSize} />,
      member: (row) => <Bytes value={row.node.shallowSize} />,
      words: (row) => `Shallow ${formatBytes(row.shallowSize)}`,
      value: (row) => row.shallowSize,
    },
    {
      ...NUMBER,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if all of them went away',
      track: 'minmax(88px, min(180px, 24% - 20px))',
      cell: (row) => <SizeCell value={row.retainedSize} of={total} max={total} />,
      member: (row) => <SizeCell value={row.node.retainedSize} of={total} max={total} />,
      value: (row) => row.retainedSize,
    },
  ]
}

function ownerEntries({ unknown, count, entries }: OwnerRow): string {
  const words = formatCountOf(entries, 'entry', 'entries')
  return unknown === 0 ? words : `${words}, ${formatCount(unknown)} of ${formatCount(count)} not known`
}
