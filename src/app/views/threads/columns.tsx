import type { EdgeColumn, EdgeRow } from '#engine/model/rows.ts'
import type { FrameColumn, FrameRow } from '#engine/model/thread-rows.ts'
import { formatBytes, formatCount, formatCountOf } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { visibleName } from '#app/ui/node-title.ts'
import { NodeName } from '#app/ui/NodeName.tsx'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import named from '#app/ui/NamedCell.module.css'
import styles from './Threads.module.css'

/** What the variables of a call are sorted by when the calls are sorted by a column. */
export const MEMBER_COLUMN: Readonly<Record<FrameColumn, EdgeColumn>> = {
  order: 'order',
  thread: 'order',
  name: 'edge',
  locals: 'retainedSize',
  retainedSize: 'retainedSize',
}

/** The columns of calls; `total` is the size of the heap. */
export function frameColumns(total: number): readonly ListColumn<FrameRow, FrameColumn, EdgeRow>[] {
  const sized = (value: number | null) => <SizeCell value={value} of={total} max={total} />
  return [
    {
      id: 'name',
      label: 'Call',
      help: 'The function, and the line at which it stands',
      track: 'minmax(140px, 2fr)',
      sortable: true,
      cell: (row) => <Call row={row} />,
      member: (edge) => <Local edge={edge} />,
      words: placeOf,
      value: (row) => row.name,
    },
    {
      id: 'thread',
      label: 'Thread',
      track: 'minmax(80px, 0.7fr)',
      sortable: true,
      from: 520,
      cell: (row) => (
        <bdi dir="auto" className={styles['thread']} title={row.thread}>
          {visibleName(row.thread)}
        </bdi>
      ),
      words: (row) => `Thread ${row.thread}`,
      value: (row) => row.thread,
    },
    {
      id: 'order',
      label: 'Depth',
      help: 'How many calls of the thread are further in',
      track: '68px',
      numeric: true,
      sortable: true,
      from: 580,
      cell: (row) => (row.kind === 'frame' ? formatCount(row.depth) : ''),
      value: (row) => row.depth,
    },
    {
      id: 'locals',
      label: 'Variables',
      help: 'Local variables with a value; a call opens to these',
      track: '84px',
      numeric: true,
      sortable: true,
      from: 640,
      cell: (row) => formatCount(row.locals),
      words: (row) => formatCountOf(row.locals, 'variable'),
      value: (row) => row.locals,
    },
    {
      id: 'retainedSize',
      label: 'Retained alone',
      help: 'What would be freed if only this call were over; of a variable, what its value retains',
      track: 'minmax(112px, min(220px, 28% - 50px))',
      numeric: true,
      sortable: true,
      cell: (row) => sized(row.retainedSize),
      member: ({ node }) => sized(node.retainedSize),
      memberWords: ({ node }) => `Retained ${formatBytes(node.retainedSize ?? 0)}`,
      value: (row) => row.retainedSize,
    },
  ]
}

function Call({ row }: { readonly row: FrameRow }) {
  const place = placeOf(row)
  return (
    <span className={styles['call']}>
      <bdi dir="ltr" className={styles['name']} title={row.name}>
        {visibleName(row.name)}
      </bdi>
      {place === null ? null : (
        <span className={named['place']} title={place}>
          {place}
        </span>
      )}
    </span>
  )
}

function placeOf({ file, line }: FrameRow): string | null {
  return file === null ? null : `${file}:${line}`
}

function Local({ edge }: { readonly edge: EdgeRow }) {
  return (
    <span className={styles['call']}>
      <bdi dir="ltr" className={styles['name']}>
        {String(edge.edgeName)}
      </bdi>
      <NodeName node={edge.node} />
    </span>
  )
}
