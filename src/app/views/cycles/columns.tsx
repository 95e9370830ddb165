import type { CycleColumn, CycleRow } from '#engine/model/cycle-rows.ts'
import type { NodeColumn, NodeRow } from '#engine/model/rows.ts'
import { formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { sizeColumns } from '#app/ui/list/size-columns.tsx'
import { NodeName } from '#app/ui/NodeName.tsx'
import named from '#app/ui/NamedCell.module.css'
import styles from './Cycles.module.css'

export type ShownColumn = CycleColumn | 'weak'

/** What the objects of a row are sorted by when the rows are sorted by a column. */
export const MEMBER_COLUMN: Readonly<Record<ShownColumn, NodeColumn>> = {
  name: 'className',
  count: 'retainedSize',
  objects: 'retainedSize',
  shallowSize: 'shallowSize',
  retainedSize: 'retainedSize',
  finalizers: 'id',
  weak: 'id',
}

/** The columns of cycles; `total` is the size of the heap. */
export function cycleColumns(total: number): readonly ListColumn<CycleRow, ShownColumn, NodeRow>[] {
  return [
    {
      id: 'name',
      label: 'Classes',
      help: 'The classes in the cycle, those nearest to the roots first; containers are left out where there is anything else',
      track: 'minmax(140px, 1.6fr)',
      sortable: true,
      cell: (row) => <Name row={row} />,
      member: (node) => <NodeName node={node} />,
      words: (row) => row.classes.map(({ name, count }) => `${formatCount(count)} ${name}`).join(', '),
      value: (row) => row.name,
    },
    {
      id: 'count',
      label: 'Alike',
      help: 'How many cycles consist of these classes, which refer to each other by the same names',
      track: '68px',
      numeric: true,
      sortable: true,
      from: 420,
      cell: (row) => (row.kind === 'machinery' ? '' : formatCount(row.count)),
      words: (row) => (row.kind === 'machinery' ? null : `${formatCount(row.count)} alike`),
      value: (row) => row.count,
    },
    {
      id: 'objects',
      label: 'Objects',
      help: 'How many objects they are made of; a row opens to these',
      track: '76px',
      numeric: true,
      sortable: true,
      from: 520,
      cell: (row) => formatCount(row.objects),
      words: (row) => formatCountOf(row.objects, 'object'),
      value: (row) => row.objects,
    },
    {
      id: 'finalizers',
      label: 'Finalizers',
      help: 'Objects whose class has __del__',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 980,
      cell: (row) => (row.finalizers === 0 ? '' : formatCount(row.finalizers)),
      words: (row) => (row.finalizers === 0 ? null : `${formatCount(row.finalizers)} with __del__`),
      value: (row) => row.finalizers,
    },
    {
      id: 'weak',
      label: 'Make weak',
      help: 'The smallest set of references, by name, without which there is no cycle; where there are too many to try all, a small set found',
      track: 'minmax(120px, 1fr)',
      from: 640,
      cell: (row) => <Weak row={row} />,
      words: weakWords,
      value: weakWords,
    },
    ...sizeColumns(total, {
      shallow: { help: 'The objects themselves', track: 'minmax(84px, min(160px, 18% - 50px))', from: 820 },
      retained: {
        help: 'What would be freed if all of these objects went away, exactly',
        track: 'minmax(88px, min(200px, 26% - 70px))',
      },
    }),
  ]
}

function Name({ row }: { readonly row: CycleRow }) {
  return (
    <span className={named['cell']}>
      <bdi
        dir="ltr"
        className={row.kind === 'machinery' ? styles['rest'] : named['text']}
        title={row.classes.map(({ name, count }) => `${formatCount(count)} × ${name}`).join('\n')}
      >
        {row.name}
      </bdi>
      {row.garbage > 0 ? (
        <span className={styles['mark']} title="Nothing leads to these any more: they wait for the collector">
          {row.garbage === row.count ? 'garbage' : `${formatCount(row.garbage)} garbage`}
        </span>
      ) : null}
    </span>
  )
}

function Weak({ row }: { readonly row: CycleRow }) {
  if (row.kind === 'machinery') return null
  const words = weakWords(row)!
  return (
    <bdi dir="ltr" className={row.weak ? named['text'] : styles['rest']} title={words}>
      {words}
    </bdi>
  )
}

function weakWords({ kind, weak }: CycleRow): string | null {
  if (kind === 'machinery') return null
  if (!weak) return 'nothing that could be weak'
  const names = weak.edges.map(({ name }) => name).join(', ')
  return weak.isSmallest ? names : `${names} (a small set found)`
}
