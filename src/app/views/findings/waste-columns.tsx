import { Bytes } from '#app/ui/Bytes.tsx'
import { formatBytes } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { visibleName } from '#app/ui/node-title.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import type { NamedWaste, WasteColumn } from './waste-table.ts'
import named from '#app/ui/NamedCell.module.css'
import styles from './Waste.module.css'

/** The columns of waste; `total` is the size of the heap, `muted` the keys of findings that are. */
export function wasteColumns(
  total: number,
  muted: ReadonlySet<string>,
): readonly ListColumn<NamedWaste, WasteColumn>[] {
  return [
    {
      id: 'rule',
      label: 'Rule',
      track: 'minmax(110px, 1.4fr)',
      sortable: true,
      cell: (row) => (
        <span className={styles['rule']} title={row.title}>
          {row.title}
          {muted.has(row.key) ? <span className={styles['muted']}> muted</span> : null}
        </span>
      ),
      value: (row) => row.rule,
    },
    {
      id: 'owner',
      label: 'Held by',
      track: 'minmax(90px, 1fr)',
      sortable: true,
      cell: (row) => (
        <bdi dir="ltr" className={named['text']} title={row.owner}>
          {visibleName(row.owner)}
        </bdi>
      ),
      value: (row) => row.owner,
    },
    {
      id: 'claimed',
      label: 'Claimed',
      help: 'What the finding says that a cure frees, taken by itself',
      track: '92px',
      numeric: true,
      sortable: true,
      from: 480,
      cell: (row) => <Bytes value={row.claimed} />,
      words: (row) => `Claimed ${formatBytes(row.claimed)}`,
      value: (row) => row.claimed,
    },
    {
      id: 'overlapping',
      label: 'Overlapping',
      help: 'Of that, what worse findings have claimed of the same objects, and the one that most of it is with',
      track: 'minmax(110px, 0.9fr)',
      numeric: true,
      sortable: true,
      from: 760,
      cell: (row) => <Overlap row={row} />,
      words: (row) =>
        row.overlapping === 0 ? null : `${formatBytes(row.overlapping)} overlap with ${row.withWords}`,
      value: (row) => row.overlapping,
    },
    {
      id: 'counted',
      label: 'Counted',
      help: 'The rest, which no other finding counts: this column adds up to the total',
      track: 'minmax(88px, min(220px, 30% - 88px))',
      numeric: true,
      sortable: true,
      cell: (row) => <SizeCell value={row.counted} of={total} max={total} />,
      value: (row) => row.counted,
    },
  ]
}

function Overlap({ row: { overlapping, withOwner, withWords } }: { readonly row: NamedWaste }) {
  if (overlapping === 0) return <span className={styles['quiet']}>none</span>
  return (
    <span
      className={styles['overlap']}
      title={withWords === null ? undefined : `Most of it with ${withWords}`}
    >
      {withOwner === null ? null : (
        <bdi dir="ltr" className={styles['with']}>
          {visibleName(withOwner)}
        </bdi>
      )}
      <Bytes value={overlapping} />
    </span>
  )
}
