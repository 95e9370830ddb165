import { idText } from '#engine/base/id-text.ts'
import type { RealmColumn, RealmKind, RealmRow } from '#engine/model/realm-rows.ts'
import type { NodeRow } from '#engine/model/rows.ts'
import { Explain } from '#app/ui/Explain.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import { KindBadge } from '#app/ui/KindBadge.tsx'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { visibleName } from '#app/ui/node-title.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import styles from './RealmsView.module.css'

const ABOUT: Readonly<Record<RealmKind, string>> = {
  realm: 'One global object with its own built-ins',
  shared: 'Objects that more than one realm leads to, and that are of none for certain',
  none: 'What no realm leads to: the engine’s and the browser’s own',
}

/** The columns of the list; `total` is the size of the heap. Shallow sizes add up to it. */
export function realmColumns(total: number): readonly ListColumn<RealmRow, RealmColumn, NodeRow>[] {
  const sized = (value: number | null) => <SizeCell value={value} of={total} max={total} />
  return [
    {
      id: 'name',
      label: 'Realm',
      track: 'minmax(140px, 1fr)',
      sortable: true,
      cell: (row) => <Name row={row} />,
      member: (node) => <NodeName node={node} />,
      value: (row) => (row.node ? `${row.name} ${idText(row.node.id)}` : row.name),
    },
    {
      id: 'count',
      label: 'Objects',
      help: 'Objects that belong to it and have a size of their own',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 460,
      cell: (row) => formatCount(row.count),
      words: (row) => `Objects ${formatCount(row.count)}`,
      value: (row) => row.count,
    },
    {
      id: 'shallowSize',
      label: 'Shallow',
      help: 'These objects themselves. All rows together are the whole heap.',
      track: 'minmax(88px, min(220px, 30% - 88px))',
      numeric: true,
      sortable: true,
      cell: (row) => sized(row.shallowSize),
      member: (node) => sized(node.shallowSize),
      value: (row) => row.shallowSize,
    },
    {
      id: 'retainedSize',
      label: 'Retained',
      help: 'What these objects keep alive, each counted once, as far as single dominators tell. Select the row to see the exact figure for all of them together.',
      track: 'minmax(88px, min(220px, 30% - 88px))',
      numeric: true,
      sortable: true,
      from: 560,
      cell: (row) => sized(row.retainedSize),
      member: (node) => sized(node.retainedSize),
      words: (row) => `Retained ${formatBytes(row.retainedSize)}`,
      memberWords: (node) => `Retained ${formatBytes(node.retainedSize ?? 0)}`,
      value: (row) => row.retainedSize,
    },
  ]
}

function Name({ row }: { readonly row: RealmRow }) {
  const words = ABOUT[row.kind]
  if (row.node === null) {
    return (
      <Explain words={words}>
        <span className={styles['rest']}>{row.name}</span>
      </Explain>
    )
  }
  return (
    <span className={styles['name']}>
      <KindBadge kind="root" />
      <Explain words={words}>
        <bdi dir="ltr" className={styles['text']}>
          {visibleName(row.name)}
        </bdi>
      </Explain>
      <span className={styles['id']}>{idText(row.node.id)}</span>
    </span>
  )
}
