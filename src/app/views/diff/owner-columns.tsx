import { idText } from '#engine/base/id-text.ts'
import type { OwnerColumn, OwnerRow } from '#engine/model/diff-rows.ts'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatBytes, formatCount, formatCountDelta, formatDelta } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import styles from './change-columns.module.css'

type Column = ListColumn<OwnerRow, OwnerColumn>

const NUMBER = { numeric: true, sortable: true } as const

/** @param largest the largest growth known, which fills the bars */
export function ownerColumns(largest: number): readonly Column[] {
  return [
    {
      id: 'name',
      label: 'Owner',
      track: 'minmax(120px, 1fr)',
      sortable: true,
      cell: ({ node }) => <NodeName node={node} />,
      value: ({ node }) => `${node.name} ${idText(node.id)}`,
    },
    {
      id: 'mostly',
      label: 'Mostly new',
      help: 'The class that retains most of what came, and how many of it did',
      track: 'minmax(90px, min(240px, 24%))',
      from: 620,
      cell: ({ mostly }) =>
        mostly ? (
          <span className={styles['mostly']}>
            {formatCount(mostly.count)} <code>{mostly.name}</code>
          </span>
        ) : (
          <span className={styles['none']}>–</span>
        ),
      words: ({ mostly }) => (mostly ? `mostly ${formatCount(mostly.count)} ${mostly.name}` : null),
      value: ({ mostly }) => mostly && `${mostly.count} ${mostly.name}`,
    },
    {
      ...NUMBER,
      id: 'added',
      label: 'New',
      help: 'New objects whose nearest dominator that is in both captures it is',
      track: '76px',
      from: 420,
      cell: (row) => formatCountDelta(row.added),
      words: (row) => `${formatCount(row.added)} new, ${formatBytes(row.addedSize)}`,
      value: (row) => row.added,
    },
    {
      ...NUMBER,
      id: 'removed',
      label: 'Deleted',
      help: 'Deleted objects that it owned in the same way in the base',
      track: '76px',
      from: 520,
      cell: (row) => formatCountDelta(-row.removed),
      words: (row) => `${formatCount(row.removed)} deleted, ${formatBytes(row.removedSize)}`,
      value: (row) => row.removed,
    },
    {
      ...NUMBER,
      id: 'growth',
      label: 'Growth',
      help: 'New bytes less deleted ones beneath it, and what its own size changed by; over all owners it adds up',
      track: 'minmax(92px, min(240px, 24%))',
      cell: (row) => <DeltaCell value={row.growth} max={largest} unit="bytes" />,
      value: (row) => row.growth,
    },
    {
      ...NUMBER,
      id: 'retainedDelta',
      label: 'Δ retained',
      help: 'By how much more it retains in the target, with what moved beneath it',
      track: '100px',
      from: 760,
      cell: (row) => formatDelta(row.retainedDelta),
      words: (row) => `retained ${formatDelta(row.retainedDelta)}`,
      value: (row) => row.retainedDelta,
    },
  ]
}
