import { idText } from '#engine/base/id-text.ts'
import { useMemo } from 'react'
import { HOLDER_TABLE } from '#engine/analyses/holder-rows.ts'
import type { HolderColumn, HolderRow } from '#engine/model/retainer-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { go } from '#app/state/place-store.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import type { RowSource } from '#app/ui/list/lines.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { ListView } from '#app/ui/list/ListView.tsx'
import { nodeTitle, visibleName } from '#app/ui/node-title.ts'
import { edgeText } from '#app/ui/edge-text.ts'
import { boxEdgeText } from './box-words.ts'
import styles from './RetainersView.module.css'

const FIRST: Sort<HolderColumn> = { column: 'bytes', descending: true }

const COLUMNS: readonly ListColumn<HolderRow, HolderColumn>[] = [
  {
    id: 'name',
    label: 'Holder',
    track: 'minmax(130px, 1fr)',
    sortable: true,
    cell: (row) => <HolderCell row={row} />,
    value: (row) => [row.through ? row.name : row.classKey, throughWords(row)].filter(Boolean).join(' '),
  },
  {
    id: 'edge',
    label: 'By',
    help: 'The reference by which it holds them, behind the engine’s part of it that does, if one does',
    track: 'minmax(70px, 260px)',
    sortable: true,
    cell: (row) => <EdgeCell row={row} />,
    value: (row) => row.edge.name,
  },
  {
    id: 'holders',
    label: 'Holders',
    help: 'How many objects hold selected ones this way',
    track: '82px',
    numeric: true,
    sortable: true,
    from: 560,
    cell: (row) => formatCount(row.holders),
    words: (row) => `${formatCount(row.holders)} holders`,
    value: (row) => row.holders,
  },
  {
    id: 'inside',
    label: 'Selected',
    help: 'How many of the holders are selected themselves',
    track: '82px',
    numeric: true,
    from: 640,
    cell: (row) => (row.inside === 0 ? '' : formatCount(row.inside)),
    words: (row) => (row.inside === 0 ? null : `${formatCount(row.inside)} of the holders selected`),
    value: (row) => row.inside,
  },
  {
    id: 'held',
    label: 'Held',
    help: 'Selected objects held this way; one held several ways counts in each',
    track: '76px',
    numeric: true,
    sortable: true,
    cell: (row) => formatCount(row.held.count),
    value: (row) => row.held.count,
  },
  {
    id: 'bytes',
    label: 'Their size',
    help: 'The shallow sizes of the selected objects held this way',
    track: '90px',
    numeric: true,
    sortable: true,
    from: 430,
    cell: (row) => <Bytes value={row.held.bytes} />,
    words: (row) => formatBytes(row.held.bytes),
    value: (row) => row.held.bytes,
  },
  {
    id: 'only',
    label: 'Only so',
    help: 'Of these, objects that nothing else holds directly',
    track: '76px',
    numeric: true,
    sortable: true,
    from: 520,
    cell: (row) => formatCount(row.only.count),
    words: (row) => `${formatCount(row.only.count)} held only so`,
    value: (row) => row.only.count,
  },
]

const keyOf = (row: HolderRow) => row.key
const queryOf = (row: HolderRow) => row.query

/** Who holds the selected objects directly, by class and kind of reference. */
export function HoldersList({ terms }: { readonly terms: readonly Term[] }) {
  const source = useMemo<RowSource<HolderRow, HolderColumn>>(
    () => ({
      key: `holders ${JSON.stringify(terms)}`,
      fetch: (request) => ask('holders', terms, request),
    }),
    [terms],
  )
  return (
    <ListView
      label="Who holds them"
      noun={['way to hold them', 'ways to hold them']}
      source={source}
      columns={COLUMNS}
      firstSort={FIRST}
      keyOf={keyOf}
      onActivate={(row) => {
        if (row.node) go({ selected: row.node.id })
      }}
      queryOf={queryOf}
      filterTable={HOLDER_TABLE}
      none="Nothing holds them directly but weak references."
    />
  )
}

function HolderCell({ row }: { readonly row: HolderRow }) {
  return (
    <span className={styles['boxCell']}>
      <KindBadge kind={row.kind} />
      <bdi dir="ltr" className={styles['boxName']}>
        {row.node ? nodeTitle(row.node) : visibleName(row.name)}
      </bdi>
      <span className={styles['boxNumber']}>
        {row.node ? idText(row.node.id) : `×${formatCount(row.holders)}`}
      </span>
    </span>
  )
}

/** The engine's part through which something holds, and the reference from there: `{table} › […]`. */
function EdgeCell({ row }: { readonly row: HolderRow }) {
  const { through } = row
  if (!through) return <span className={styles['edgeCell']}>{edgeOf(row)}</span>
  const part = through.edge === null ? visibleName(through.name) : edgeText('internal', through.edge)
  return (
    <span className={styles['edgeCell']} title={throughWords(row)}>
      <span className={styles['through']}>{part} ›</span> {edgeOf(row)}
    </span>
  )
}

/** `through its table, (array) @5`; nothing where it holds them itself. */
function throughWords({ through }: HolderRow): string {
  if (!through) return ''
  const part =
    visibleName(through.node?.className ?? through.name) + (through.node ? ` ${idText(through.node.id)}` : '')
  return through.edge === null ? `through its ${part}` : `through its ${visibleName(through.edge)}, ${part}`
}

function edgeOf({ edge }: HolderRow): string {
  return boxEdgeText(edge)
}
