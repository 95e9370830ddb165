import { idText } from '#engine/base/id-text.ts'
import type { CollectionColumn, CollectionRow } from '#engine/model/collection-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { NumberCell } from '#app/ui/NumberCell.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import { FillCell, fillText, NO_CAPACITY, NO_ENTRIES, OwnerName } from './cells.tsx'
import styles from './CollectionsView.module.css'

const NUMBER = { numeric: true, sortable: true } as const

/** The columns of single collections; `total` is the size of the heap. */
export function collectionColumns(total: number): readonly ListColumn<CollectionRow, CollectionColumn>[] {
  return [
    {
      id: 'name',
      label: 'Collection',
      track: 'minmax(120px, 3fr)',
      sortable: true,
      cell: (row) => (
        <>
          <NodeName node={row.node} />
          {row.sparse ? (
            <span className={styles['tag']} title="Its elements are in a hash table: most indexes are unused">
              sparse
            </span>
          ) : null}
        </>
      ),
      value: (row) => `${row.node.className} ${idText(row.node.id)}`,
    },
    {
      id: 'collection',
      label: 'Kind',
      track: '92px',
      sortable: true,
      from: 900,
      cell: (row) => row.collection,
      value: (row) => row.collection,
    },
    {
      id: 'owner',
      label: 'Owner',
      help: 'The class and field that hold it',
      track: 'minmax(90px, 3fr)',
      sortable: true,
      from: 440,
      cell: (row) => <OwnerName owner={row.owner} />,
      words: (row) => `Held by ${row.owner}`,
      value: (row) => row.owner,
    },
    {
      ...NUMBER,
      id: 'entries',
      label: 'Entries',
      help: 'Entries that hold an object or text; those of numbers alone leave no trace',
      track: '78px',
      cell: (row) => <NumberCell value={row.entries} unknown={NO_ENTRIES} />,
      words: (row) => (row.entries === null ? null : formatCountOf(row.entries, 'entry', 'entries')),
      value: (row) => row.entries,
    },
    {
      ...NUMBER,
      id: 'capacity',
      label: 'Room',
      help: 'Entries that fit as it is; of a typed array elements that fit into its buffer',
      track: '78px',
      from: 600,
      cell: (row) => <NumberCell value={row.capacity} unknown={NO_CAPACITY} />,
      words: (row) => (row.capacity === null ? null : `Room for ${formatCount(row.capacity)}`),
      value: (row) => row.capacity,
    },
    {
      ...NUMBER,
      id: 'fill',
      label: 'Fill',
      help: 'Entries seen by entries that fit',
      track: '108px',
      from: 700,
      cell: (row) => <FillCell fill={row.fill} />,
      words: (row) => (row.fill === null ? null : `${fillText(row.fill)} full`),
      value: (row) => row.fill,
    },
    {
      ...NUMBER,
      id: 'unused',
      label: 'Unused',
      help: 'Bytes of the room for entries that were not seen: at most so much is unused',
      track: '84px',
      from: 780,
      cell: (row) => (row.unused === null ? <span title={NO_ENTRIES}>–</span> : <Bytes value={row.unused} />),
      words: (row) => (row.unused === null ? null : `${formatBytes(row.unused)} unused`),
      value: (row) => row.unused,
    },
    {
      ...NUMBER,
      id: 'gaps',
      label: 'Gaps',
      help: 'Indexes of an array, below the last one seen, at which nothing was seen: holes, or numbers',
      track: '72px',
      from: 1000,
      cell: (row) => (
        <NumberCell
          value={row.gaps}
          unknown="Only arrays have gaps, and only if something was seen in them"
        />
      ),
      words: (row) => (row.gaps ? formatCountOf(row.gaps, 'gap') : null),
      value: (row) => row.gaps,
    },
    {
      ...NUMBER,
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The collection itself, with the stores it alone owns',
      track: '84px',
      from: 1080,
      cell: (row) => <Bytes value={row.node.shallowSize} />,
      words: (row) => `Shallow ${formatBytes(row.node.shallowSize)}`,
      value: (row) => row.node.shallowSize,
    },
    {
      ...NUMBER,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if it went away',
      track: 'minmax(88px, 1.6fr)',
      cell: (row) => <SizeCell value={row.node.retainedSize} of={total} max={total} />,
      value: (row) => row.node.retainedSize,
    },
  ]
}
