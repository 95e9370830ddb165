import type { ClassChangeColumn, ClassChangeRow } from '#engine/model/diff-rows.ts'
import type { NodeColumn, NodeRow } from '#engine/model/rows.ts'
import { Bytes } from '#app/ui/Bytes.tsx'
import { ClassLabel } from '#app/ui/ClassLabel.tsx'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { formatBytes, formatCount, formatCountDelta, formatDelta } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { StatusBadge } from '#app/ui/StatusBadge.tsx'
import styles from './change-columns.module.css'

/** What the objects are sorted by when the classes are sorted by a column. */
export const MEMBER_COLUMN: Readonly<Record<ClassChangeColumn, NodeColumn>> = {
  name: 'name',
  added: 'retainedSize',
  removed: 'retainedSize',
  addedSize: 'shallowSize',
  removedSize: 'shallowSize',
  countDelta: 'retainedSize',
  shallowDelta: 'shallowSize',
  retainedDelta: 'retainedSize',
  baseCount: 'retainedSize',
  targetCount: 'retainedSize',
  baseShallow: 'shallowSize',
  targetShallow: 'shallowSize',
  baseRetained: 'retainedSize',
  targetRetained: 'retainedSize',
}

type Column = ListColumn<ClassChangeRow, ClassChangeColumn, NodeRow>

const NUMBER = { numeric: true, sortable: true } as const

/** Base, what changed, target. @param largest the largest changes known, which fill the bars */
export function changeColumns(largest: {
  readonly shallow: number
  readonly retained: number
}): readonly Column[] {
  return [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(150px, 1fr)',
      sortable: true,
      cell: ({ name, kind }) => <ClassLabel name={name} kind={kind} />,
      member: (node) => (
        <span className={styles['member']}>
          <StatusBadge status={node.change?.status ?? 'same'} />
          <NodeName node={node} />
        </span>
      ),
      value: (row) => row.key,
    },
    {
      ...NUMBER,
      id: 'baseCount',
      label: 'Base: count',
      help: 'Objects of the class in the base',
      track: '92px',
      from: 960,
      cell: (row) => formatCount(row.base.count),
      words: (row) => `${formatCount(row.base.count)} in the base`,
      value: (row) => row.base.count,
    },
    {
      ...NUMBER,
      id: 'baseRetained',
      label: 'Base: retained',
      help: 'What they retained together in the base',
      track: '108px',
      from: 640,
      cell: (row) => <Bytes value={row.base.retainedSize} />,
      member: (node) => <Bytes value={sidesOf(node).base} />,
      words: (row) => `Retained ${formatBytes(row.base.retainedSize)} in the base`,
      value: (row) => row.base.retainedSize,
    },
    {
      ...NUMBER,
      id: 'added',
      label: 'New',
      help: 'Objects that the target alone has in this class',
      track: '68px',
      from: 480,
      cell: (row) => <Signed value={row.added} />,
      words: (row) => `${formatCount(row.added)} new`,
      value: (row) => row.added,
    },
    {
      ...NUMBER,
      id: 'removed',
      label: 'Deleted',
      help: 'Objects that the base alone has in this class',
      track: '76px',
      from: 560,
      cell: (row) => <Signed value={-row.removed} />,
      words: (row) => `${formatCount(row.removed)} deleted`,
      value: (row) => row.removed,
    },
    {
      ...NUMBER,
      id: 'shallowDelta',
      label: 'Δ shallow',
      help: 'By how much the objects themselves are larger in the target',
      track: 'minmax(88px, min(160px, 15%))',
      from: 900,
      cell: (row) => <DeltaCell value={row.shallowDelta} max={largest.shallow} unit="bytes" />,
      words: (row) => `Shallow ${formatDelta(row.shallowDelta)}`,
      value: (row) => row.shallowDelta,
    },
    {
      ...NUMBER,
      id: 'retainedDelta',
      label: 'Δ retained',
      help: 'By how much more the class retains in the target than in the base',
      track: 'minmax(92px, min(180px, 17%))',
      cell: (row) => <DeltaCell value={row.retainedDelta} max={largest.retained} unit="bytes" />,
      member: (node) => <DeltaCell value={sidesOf(node).delta} max={largest.retained} unit="bytes" />,
      value: (row) => row.retainedDelta,
    },
    {
      ...NUMBER,
      id: 'targetRetained',
      label: 'Target: retained',
      help: 'What they retain together in the target',
      track: '116px',
      from: 700,
      cell: (row) => <Bytes value={row.target.retainedSize} />,
      member: (node) => <Bytes value={sidesOf(node).target} />,
      words: (row) => `Retains ${formatBytes(row.target.retainedSize)} in the target`,
      value: (row) => row.target.retainedSize,
    },
    {
      ...NUMBER,
      id: 'targetCount',
      label: 'Target: count',
      help: 'Objects of the class in the target',
      track: '100px',
      from: 960,
      cell: (row) => formatCount(row.target.count),
      words: (row) => `${formatCount(row.target.count)} in the target`,
      value: (row) => row.target.count,
    },
  ]
}

/** What an object retains on both sides; 0 where it is not there. */
function sidesOf({ retainedSize, change }: NodeRow): Record<'base' | 'target' | 'delta', number> {
  const own = retainedSize ?? 0
  if (change?.status === 'deleted') return { base: own, target: 0, delta: -own }
  const base = change?.other?.retainedSize ?? 0
  return { base, target: own, delta: own - base }
}

function Signed({ value }: { readonly value: number }) {
  return <span className={value === 0 ? styles['none'] : undefined}>{formatCountDelta(value)}</span>
}
