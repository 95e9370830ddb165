import type { ClassColumn, ClassRow, NodeColumn, NodeRow } from '#engine/model/rows.ts'
import { ClassName } from '#app/ui/ClassName.tsx'
import { DistanceCell } from '#app/ui/DistanceCell.tsx'
import { describeDistance, formatBytes, formatCount } from '#app/ui/format.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'
import type { Column } from '#app/ui/table/columns.ts'

/** A row of the histogram. */
export type Line =
  | { readonly kind: 'class'; readonly row: ClassRow; readonly position: number }
  | { readonly kind: 'instance'; readonly row: NodeRow; readonly below: number; readonly owner: ClassRow }
  | { readonly kind: 'note'; readonly text: string; readonly retry: (() => void) | null }

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
export function classColumns(total: number, most: number): readonly Column<Line, ClassColumn>[] {
  const size = { track: 'minmax(88px, min(220px, 30% - 88px))', numeric: true, sortable: true } as const
  return [
    {
      id: 'name',
      label: 'Class',
      track: 'minmax(120px, 1fr)',
      sortable: true,
      cell: (line) => <Name line={line} />,
    },
    {
      id: 'count',
      label: 'Count',
      help: 'Objects of the class that have a size of their own',
      track: 'minmax(64px, min(150px, 20% - 56px))',
      numeric: true,
      sortable: true,
      from: 460,
      cell: (line) => (line.kind === 'class' ? <CountCell value={line.row.count} max={most} /> : null),
      words: (line) => (line.kind === 'class' ? `Count ${formatCount(line.row.count)}` : null),
    },
    {
      ...size,
      id: 'shallowSize',
      label: 'Shallow',
      help: 'The objects themselves, with the stores they alone own',
      from: 340,
      words: (line) => (line.kind === 'note' ? null : `Shallow ${formatBytes(line.row.shallowSize)}`),
      cell: (line) =>
        line.kind === 'note' ? null : <SizeCell value={line.row.shallowSize} of={total} max={total} />,
    },
    {
      ...size,
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if these objects went away',
      cell: (line) =>
        line.kind === 'note' ? null : <SizeCell value={line.row.retainedSize} of={total} max={total} />,
    },
    {
      id: 'distance',
      label: 'Distance',
      help: 'The fewest steps from the program’s globals',
      track: '76px',
      numeric: true,
      sortable: true,
      from: 560,
      cell: (line) => (line.kind === 'note' ? null : <DistanceCell distance={line.row.distance} />),
      words: (line) => (line.kind === 'note' ? null : `Distance ${describeDistance(line.row.distance).text}`),
    },
  ]
}

function Name({ line }: { readonly line: Line }) {
  if (line.kind === 'class') return <ClassName row={line.row} />
  return line.kind === 'instance' ? <NodeName node={line.row} /> : null
}
