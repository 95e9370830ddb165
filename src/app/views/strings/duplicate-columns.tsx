import type { DuplicateColumn, DuplicateMember, DuplicateRow, HolderRow } from '#engine/model/string-rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { EdgeName } from '#app/ui/EdgeName.tsx'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import { CUT_WORDS, TextName } from './TextName.tsx'
import styles from './StringsView.module.css'

const COUNT = { numeric: true, sortable: true } as const

/** The columns of duplicates; `wasted` is what all of them together waste. */
export function duplicateColumns(
  wasted: number,
): readonly ListColumn<DuplicateRow, DuplicateColumn, DuplicateMember>[] {
  return [
    {
      id: 'name',
      label: 'Text',
      track: 'minmax(130px, 1fr)',
      sortable: true,
      cell: (row) => <TextName value={row.value} cut={row.cut} />,
      member: (member) =>
        member.kind === 'copy' ? <NodeName node={member.node} /> : <Holder holder={member.holder} />,
      words: (row) => (row.cut ? CUT_WORDS : null),
      value: (row) => row.value,
    },
    {
      ...COUNT,
      id: 'length',
      label: 'Length',
      help: 'Characters; of a text that V8 cut, those that the file holds',
      track: '70px',
      from: 640,
      cell: (row) => formatCount(row.length),
      words: (row) => formatCountOf(row.length, 'character'),
      value: (row) => row.length,
    },
    {
      ...COUNT,
      id: 'copies',
      label: 'Copies',
      help: 'How many strings have the text; of a holder, how many of them it refers to',
      track: '70px',
      cell: (row) => formatCount(row.copies),
      member: (member) => (member.kind === 'holder' ? formatCount(member.holder.references) : null),
      value: (row) => row.copies,
    },
    {
      ...COUNT,
      id: 'each',
      label: 'Each',
      help: 'Bytes of one copy, of the largest where they differ: joined strings are smaller, their parts not counted',
      track: '84px',
      from: 540,
      cell: (row) => <Bytes value={row.largest} />,
      member: (member) => (member.kind === 'copy' ? <Bytes value={member.node.shallowSize} /> : null),
      words: (row) => eachWords(row),
      value: (row) => row.largest,
    },
    {
      ...COUNT,
      id: 'bytes',
      label: 'All',
      help: 'Bytes of all copies',
      track: '84px',
      from: 960,
      cell: (row) => <Bytes value={row.bytes} />,
      words: (row) => `${formatBytes(row.bytes)} in all`,
      value: (row) => row.bytes,
    },
    {
      ...COUNT,
      id: 'wasted',
      label: 'Wasted',
      help: 'What would be saved if only the largest copy were kept',
      track: 'minmax(88px, min(180px, 24% - 20px))',
      cell: (row) => <SizeCell value={row.wasted} of={wasted} max={wasted} />,
      value: (row) => row.wasted,
    },
    {
      id: 'cut',
      label: 'May differ',
      track: '0',
      from: Number.POSITIVE_INFINITY,
      cell: () => null,
      value: (row) => row.cut,
    },
  ]
}

function eachWords({ smallest, largest }: DuplicateRow): string {
  return smallest === largest
    ? `${formatBytes(largest)} each`
    : `${formatBytes(smallest)} to ${formatBytes(largest)} each`
}

function Holder({ holder }: { readonly holder: HolderRow }) {
  const many = `${formatCountOf(holder.references, 'reference')} from ${formatCountOf(holder.holders, 'object')}`
  return (
    <span className={styles['holder']} title={many}>
      <span className={styles['by']}>held by</span>
      <bdi dir="ltr" className={styles['class']}>
        {visibleName(holder.className)}
      </bdi>
      {holder.edge === '[]' ? (
        <span className={styles['by']}>elements</span>
      ) : (
        <EdgeName type={holder.edgeType} name={holder.edge} />
      )}
      {holder.holders > 1 ? (
        <span className={styles['by']}>of {formatCountOf(holder.holders, 'object')}</span>
      ) : null}
    </span>
  )
}
