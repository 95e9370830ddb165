import type { Keeper, KeptColumn, KeptRow } from '#engine/model/kept-rows.ts'
import type { NodeColumn, NodeRow } from '#engine/model/rows.ts'
import { formatCount } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { sizeColumns } from '#app/ui/list/size-columns.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { sourceText } from '#app/ui/source-text.ts'
import { KEEPER_WORDS } from './keeper-words.ts'
import named from '#app/ui/NamedCell.module.css'
import styles from './KeptView.module.css'

/** What the objects of a row are sorted by when the rows are sorted by a column. */
export const MEMBER_COLUMN: Readonly<Record<KeptColumn, NodeColumn>> = {
  name: 'name',
  holder: 'id',
  count: 'retainedSize',
  objects: 'retainedSize',
  shallowSize: 'shallowSize',
  retainedSize: 'retainedSize',
}

/** The columns of one keeper; `total` is the size of the heap. @param isPart whether only selected objects are counted */
export function keptColumns(
  keeper: Keeper,
  total: number,
  isPart: boolean,
): readonly ListColumn<KeptRow, KeptColumn, NodeRow>[] {
  const words = KEEPER_WORDS[keeper]
  return [
    {
      id: 'name',
      label: words.name,
      track: 'minmax(120px, 1fr)',
      sortable: true,
      cell: (row) => <Name row={row} />,
      member: (node) => <NodeName node={node} />,
      value: (row) => row.name,
    },
    {
      id: 'holder',
      label: words.holder,
      help: words.holderHelp,
      track: 'minmax(100px, 0.9fr)',
      sortable: true,
      from: 520,
      cell: (row) => <Holder row={row} />,
      words: (row) => (row.holder === '' ? null : `${words.holder} ${row.holder}`),
      value: (row) => row.holder,
    },
    {
      id: 'count',
      label: isPart ? 'Selected' : words.count,
      help: isPart
        ? 'How many of the objects they are made of are selected; a row opens to these'
        : 'How many there are; a row opens to the objects they are made of',
      track: '76px',
      numeric: true,
      sortable: true,
      from: 420,
      cell: (row) => formatCount(row.count),
      words: (row) => `${isPart ? 'Selected' : words.count} ${formatCount(row.count)}`,
      value: (row) => row.count,
    },
    ...sizeColumns(total, {
      shallow: { help: 'The objects themselves', track: 'minmax(84px, min(180px, 22% - 60px))', from: 640 },
      retained: {
        help: 'What would be freed if these objects went away, each counted once, as far as single dominators tell. Select the row to see the exact figure for all of them together.',
        track: 'minmax(88px, min(220px, 30% - 88px))',
      },
    }),
  ]
}

function Name({ row }: { readonly row: KeptRow }) {
  const name = visibleName(row.name)
  return (
    <span className={named['cell']}>
      <KindBadge kind={row.keeper === 'handler' ? 'closure' : row.largest.kind} />
      <bdi dir="ltr" className={named['text']} title={name}>
        {name}
      </bdi>
    </span>
  )
}

function Holder({ row }: { readonly row: KeptRow }) {
  const source = row.source && sourceText(row.source)
  if (row.holder === '') return <span className={styles['unknown']}>not known</span>
  return (
    <span className={named['cell']}>
      <bdi dir="ltr" className={named['text']} title={row.holder}>
        {visibleName(row.holder)}
      </bdi>
      {source ? (
        <span className={named['place']} title={source}>
          {source}
        </span>
      ) : null}
    </span>
  )
}
