import type { ClassColumn, ClassRow, NodeColumn, NodeRow } from '#engine/model/rows.ts'
import { ClassName } from '#app/ui/ClassName.tsx'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { describeDistance, DISTANCE_HELP, formatBytes, formatCount } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'

/** What the instances are sorted by when the classes are sorted by a column. */
export const INSTANCE_COLUMN: Readonly<Record<ClassColumn, NodeColumn>> = {
  name: 'name',
  count: 'retainedSize',
  shallowSize: 'shallowSize',
  retainedSize: 'retainedSize',
  distance: 'distance',
}

/** The columns that need no references. */
export const FROM_THE_FILE: ReadonlySet<ClassColumn> = new Set(['name', 'count', 'shallowSize'])

/** The histogram's columns; `total` is the size of the heap, `most` the largest count of a class known. */
export function classColumns(
  total: number,
  most: number,
): readonly ListColumn<ClassRow, ClassColumn, NodeRow>[] {
  const size = { track: 'minmax(88px, min(220px, 30% - 88px))', numeric: true, sortable: true } as const
  const sized = (value: number | null) => <SizeCell value={value} of={total} max={total} />
  const distanceWords = (row: { readonly distance: number | null }) =>
    `Distance ${describeDistance(row.distance).text}`
  const shallowWords = (row: { readonly shallowSize: number }) => `Shallow ${formatBytes(row.shallowSize)}`
  return [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(120px, 1fr)',
      sortable: true,
      cell: (row) => <ClassName row={row} />,
      member: (node) => <NodeName node={node} />,
      value: (row) => row.key,
    },
    {
      id: 'count',
      label: 'Count',
      help: 'Objects of the class that have a size of their own',
      track: 'minmax(64px, min(150px, 20% - 56px))',
      numeric: true,
      sortable: true,
      from: 460,
      cell: (row) => <CountCell value={row.count} max={most} />,
      words: (row) => `Count ${formatCount(row.count)}`,
      value: (row) => row.count,
    },
    {
      ...size,
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The objects themselves, with the stores they alone own',
      from: 340,
      cell: (row) => sized(row.shallowSize),
      member: (node) => sized(node.shallowSize),
      words: shallowWords,
      memberWords: shallowWords,
      value: (row) => row.shallowSize,
    },
    {
      ...size,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if these objects went away',
      cell: (row) => sized(row.retainedSize),
      member: (node) => sized(node.retainedSize),
      value: (row) => row.retainedSize,
    },
    {
      id: 'distance',
      label: 'Distance',
      help: DISTANCE_HELP,
      track: '76px',
      numeric: true,
      sortable: true,
      from: 560,
      cell: (row) => <DistanceCell distance={row.distance} />,
      member: (node) => <DistanceCell distance={node.distance} />,
      words: distanceWords,
      memberWords: distanceWords,
      value: (row) => row.distance,
    },
  ]
}
