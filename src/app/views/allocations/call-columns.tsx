import type { StackColumn, StackRow } from '#engine/model/allocation-rows.ts'
import { FrameName } from '#app/ui/FrameName.tsx'
import { formatBytes, formatCount } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { CountCell, SizeCell } from '#app/ui/SizeCell.tsx'
import { sourceText } from '#app/ui/source-text.ts'
import type { StackProps } from './StackFacts.tsx'

interface CallColumnsOptions extends StackProps {
  /** Whether a row stands for more than the function’s own allocations. */
  readonly hasOwn: boolean
}

/** The columns of stacks and functions; bars are parts of all that was allocated, or lives. */
export function callColumns({
  stacks,
  isProfile,
  hasOwn,
}: CallColumnsOptions): readonly ListColumn<StackRow, StackColumn>[] {
  const { allocated, live } = stacks
  const size = { track: 'minmax(84px, min(170px, 20% - 40px))', numeric: true, sortable: true } as const
  const liveColumn: ListColumn<StackRow, StackColumn> = {
    ...size,
    id: 'liveSize',
    label: 'Live',
    help: 'Bytes of what it allocated that are still there',
    cell: (row) => <SizeCell value={row.liveSize} of={live?.size ?? 0} max={live?.size ?? 0} />,
    value: (row) => row.liveSize,
  }
  const ownColumn: ListColumn<StackRow, StackColumn> = {
    ...size,
    id: 'ownSize',
    label: 'Own',
    help: 'Allocated by the function itself, without what it called',
    from: 720,
    cell: (row) => <SizeCell value={row.ownSize} of={allocated.size} max={allocated.size} />,
    words: (row) => `Own ${formatBytes(row.ownSize)}`,
    value: (row) => row.ownSize,
  }
  return [
    {
      id: 'name',
      label: 'Function',
      track: 'minmax(150px, 1.4fr)',
      sortable: true,
      cell: (row) => <FrameName frame={row} />,
      value: (row) =>
        row.source ? `${row.name || '(anonymous)'} ${sourceText(row.source)}` : row.name || '(anonymous)',
    },
    ...(live ? [liveColumn] : []),
    {
      ...size,
      id: 'size',
      label: isProfile ? 'Size' : 'Allocated',
      help: isProfile
        ? 'The estimate of the profile, with what it called'
        : 'Bytes it allocated, alive or not, with what it called',
      from: live ? 460 : 0,
      cell: (row) => <SizeCell value={row.size} of={allocated.size} max={allocated.size} />,
      words: (row) => `Allocated ${formatBytes(row.size)}`,
      value: (row) => row.size,
    },
    ...(hasOwn ? [ownColumn] : []),
    {
      id: 'count',
      label: isProfile ? 'Samples' : 'Objects',
      help: isProfile ? 'Samples that were taken there' : 'Objects it allocated, alive or not',
      track: 'minmax(64px, min(120px, 16% - 50px))',
      numeric: true,
      sortable: true,
      from: 560,
      cell: (row) => <CountCell value={row.count} max={allocated.count} />,
      words: (row) => `${isProfile ? 'Samples' : 'Objects'} ${formatCount(row.count)}`,
      value: (row) => row.count,
    },
  ]
}
