import { idText } from '#engine/base/id-text.ts'
import type { NodeColumn, NodeRow } from '#engine/model/rows.ts'
import { Explain } from '#app/ui/Explain.tsx'
import { DeltaCell } from '#app/ui/DeltaCell.tsx'
import { StatusBadge, statusWord } from '#app/ui/StatusBadge.tsx'
import { growthOf } from '#app/ui/node-growth.ts'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { describeDistance, DISTANCE_HELP, formatBytes, formatCount, formatDelta } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { kindLook } from '#app/ui/kinds.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { visibleName } from '#app/ui/node-title.ts'
import { explainName } from '#app/ui/plain-words.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import { Bytes } from '#app/ui/Bytes.tsx'
import styles from './ObjectsView.module.css'

/** The columns that need no references. */
export const FROM_THE_FILE: ReadonlySet<NodeColumn> = new Set([
  'name',
  'className',
  'kind',
  'type',
  'id',
  'shallowSize',
  'selfSize',
])

/** What objects of Python do not have. */
const OF_V8: ReadonlySet<string> = new Set(['type', 'detached', 'selfSize'])

const PYTHON_COLUMNS: readonly ListColumn<NodeRow, NodeColumn>[] = [
  {
    id: 'refcount',
    label: 'Refs',
    help: 'The reference count',
    sortable: true,
    numeric: true,
    track: '84px',
    from: 1120,
    cell: ({ python }) => countText(python?.refcount ?? null),
    words: ({ python }) => `Reference count ${countText(python?.refcount ?? null)}`,
    value: ({ python }) => python?.refcount ?? null,
  },
  {
    id: 'length',
    label: 'Length',
    help: 'Items, characters or bytes',
    sortable: true,
    numeric: true,
    track: '84px',
    from: 820,
    cell: ({ python }) => (python && python.length > 0 ? formatCount(python.length) : ''),
    words: ({ python }) => (python && python.length > 0 ? `Length ${formatCount(python.length)}` : null),
    value: ({ python }) => python?.length ?? null,
  },
]

function countText(count: number | null): string {
  return count === null ? 'immortal' : formatCount(count)
}

/**
 * Everything that lists know of an object; `total` is the size of the heap. Those of least use go first where room is short.
 * @param largestGrowth the growth that fills half of a bar; null where the heap is compared with no other
 */
export function objectColumns(
  total: number,
  largestGrowth: number | null,
  isPython: boolean,
): readonly ListColumn<NodeRow, NodeColumn>[] {
  const size = { track: 'minmax(88px, min(190px, 26% - 88px))', numeric: true, sortable: true } as const
  const word = { sortable: true } as const
  const columns: readonly ListColumn<NodeRow, NodeColumn>[] = [
    {
      ...word,
      id: 'name',
      label: 'Object',
      track: 'minmax(140px, 2fr)',
      cell: (row) => <NodeName node={row} />,
      value: (row) => row.name,
    },
    ...(largestGrowth === null ? [] : changeColumns(largestGrowth)),
    {
      ...word,
      id: 'className',
      label: 'Class',
      track: 'minmax(100px, 1fr)',
      from: largestGrowth === null ? 620 : 980,
      cell: (row) => <ClassCell row={row} />,
      words: (row) => `Class ${row.className}`,
      value: (row) => row.classKey,
    },
    {
      ...word,
      id: 'kind',
      label: 'Kind',
      track: '84px',
      from: 1080,
      cell: (row) => kindLook(row.kind).name,
      words: (row) => `Kind ${kindLook(row.kind).name}`,
      value: (row) => row.kind,
    },
    {
      ...word,
      id: 'type',
      label: 'Type',
      help: 'V8’s own type of the node',
      track: '136px',
      from: 1500,
      cell: (row) => row.type,
      words: (row) => `Type ${row.type}`,
      value: (row) => row.type,
    },
    {
      ...word,
      id: 'id',
      label: 'Id',
      help: isPython
        ? 'Its address, as id(object) gives it'
        : 'V8 gives ids in the order in which objects are first seen',
      numeric: true,
      track: isPython ? '128px' : '92px',
      from: 940,
      cell: (row) => <span className={styles['id']}>{idText(row.id)}</span>,
      words: (row) => `Id ${idText(row.id)}`,
      value: (row) => row.id,
    },
    {
      ...word,
      id: 'references',
      label: 'References',
      help: 'References out of the object',
      numeric: true,
      track: '92px',
      from: 1180,
      cell: (row) => formatCount(row.references),
      words: (row) => `References ${formatCount(row.references)}`,
      value: (row) => row.references,
    },
    {
      ...word,
      id: 'detached',
      label: 'Detached',
      help: 'Whether it belongs to a part of the DOM that is in no document any more',
      track: '84px',
      from: 1640,
      cell: (row) => (row.detached ? 'detached' : ''),
      words: (row) => (row.detached ? 'Detached' : null),
      value: (row) => row.detached,
    },
    {
      ...word,
      id: 'selfSize',
      label: 'Self',
      help: 'The shallow size as the file states it',
      numeric: true,
      track: '92px',
      from: 1320,
      cell: (row) => <Bytes value={row.selfSize} />,
      words: (row) => `Self ${formatBytes(row.selfSize)}`,
      value: (row) => row.selfSize,
    },
    {
      ...size,
      id: 'shallowSize',
      label: 'Shallow',
      from: 420,
      words: (row) => `Shallow ${formatBytes(row.shallowSize)}`,
      help: 'The object itself, with the stores it alone owns',
      cell: (row) => <SizeCell value={row.shallowSize} of={total} max={total} />,
      value: (row) => row.shallowSize,
    },
    {
      ...size,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if the object went away',
      cell: (row) => <SizeCell value={row.retainedSize} of={total} max={total} />,
      value: (row) => row.retainedSize,
    },
    {
      ...word,
      id: 'distance',
      label: 'Distance',
      track: '84px',
      numeric: true,
      from: 520,
      words: ({ distance }) => `Distance ${describeDistance(distance).text}`,
      help: DISTANCE_HELP,
      cell: ({ distance }) => <DistanceCell distance={distance} />,
      value: (row) => row.distance,
    },
  ]
  return isPython ? [...columns.filter(({ id }) => !OF_V8.has(id)), ...PYTHON_COLUMNS] : columns
}

/** What became of an object since the base. */
function changeColumns(largestGrowth: number): readonly ListColumn<NodeRow, NodeColumn>[] {
  return [
    {
      id: 'change',
      label: 'Change',
      help: 'What became of it between the base and the target',
      track: '92px',
      sortable: true,
      from: 560,
      cell: ({ change }) => (change ? <StatusBadge status={change.status} withWord /> : null),
      words: ({ change }) => (change ? statusWord(change.status) : null),
      value: ({ change }) => change?.status ?? null,
    },
    {
      id: 'growth',
      label: 'Δ retained',
      help: 'By how much more it retains in the target; all of it where the base does not have it',
      track: 'minmax(92px, min(170px, 16%))',
      numeric: true,
      sortable: true,
      from: 370,
      cell: (row) => <DeltaCell value={growthOf(row)} max={largestGrowth} unit="bytes" />,
      words: (row) => `Retained ${formatDelta(growthOf(row))}`,
      value: growthOf,
    },
  ]
}

function ClassCell({ row }: { readonly row: NodeRow }) {
  return (
    <Explain words={explainName(row.className)}>
      <bdi dir="ltr" className={styles['class']} title={row.classKey}>
        {visibleName(row.className)}
      </bdi>
    </Explain>
  )
}
