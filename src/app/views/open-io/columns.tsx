import { idText } from '#engine/base/id-text.ts'
import type { IoColumn, IoKind, IoRow } from '#engine/model/io-rows.ts'
import { formatBytes } from '#app/ui/format.ts'
import type { ListColumn } from '#app/ui/list/list-columns.ts'
import { visibleName } from '#app/ui/node-title.ts'
import { SizeCell } from '#app/ui/SizeCell.tsx'
import named from '#app/ui/NamedCell.module.css'
import styles from './OpenIo.module.css'

const KIND_WORDS: Readonly<Record<IoKind, string>> = {
  file: 'file',
  socket: 'socket',
  connection: 'connection',
  mmap: 'memory map',
}

/** The columns of open files; `total` is the size of the heap. */
export function ioColumns(total: number): readonly ListColumn<IoRow, IoColumn>[] {
  return [
    {
      id: 'name',
      label: 'Name',
      help: 'The file’s path, the socket’s family and kind, the map’s length; or else the class',
      track: 'minmax(120px, 1.6fr)',
      sortable: true,
      cell: (row) => <Name row={row} />,
      words: ({ node }) => `${node.className} ${idText(node.id)}`,
      value: (row) => row.name,
    },
    {
      id: 'kind',
      label: 'Kind',
      track: '92px',
      sortable: true,
      from: 620,
      cell: ({ kind }) => KIND_WORDS[kind],
      words: ({ kind }) => KIND_WORDS[kind],
      value: ({ kind }) => kind,
    },
    {
      id: 'owner',
      label: 'Held by',
      help: 'The variable or attribute that holds it; of several, the one that everything comes through, or else the nearest to the roots',
      track: 'minmax(90px, 1.6fr)',
      sortable: true,
      cell: ({ owner }) => (
        <bdi dir="ltr" className={named['text']} title={owner}>
          {visibleName(owner)}
        </bdi>
      ),
      words: ({ owner }) => `held by ${owner}`,
      value: ({ owner }) => owner,
    },
    {
      id: 'mode',
      label: 'Mode',
      help: 'How a file was opened: of a text file, the mode of the raw file below it',
      track: '60px',
      sortable: true,
      from: 480,
      cell: ({ mode }) => mode ?? '',
      words: ({ mode }) => (mode === null ? null : `mode ${mode}`),
      value: ({ mode }) => mode,
    },
    {
      id: 'descriptor',
      label: 'fd',
      help: 'The number of its descriptor, where the capture says it: of sockets and pipes',
      track: '48px',
      numeric: true,
      sortable: true,
      from: 520,
      // A number that is compared with those of other tools: no separators.
      cell: ({ descriptor }) => (descriptor === null ? '' : String(descriptor)),
      words: ({ descriptor }) => (descriptor === null ? null : `descriptor ${descriptor}`),
      value: ({ descriptor }) => descriptor,
    },
    {
      id: 'state',
      label: 'State',
      help: 'Whether it was closed',
      track: '76px',
      sortable: true,
      from: 420,
      cell: ({ state }) =>
        state === 'unknown' ? <span className={styles['unknown']}>not known</span> : state,
      words: ({ state }) => (state === 'unknown' ? 'whether it is open is not known' : state),
      value: ({ state }) => state,
    },
    {
      id: 'retainedSize',
      label: 'Retained',
      help: 'What would be freed if it went away: its buffers with it. What a map shows lies outside of the heap',
      track: 'minmax(92px, min(170px, 20% - 10px))',
      numeric: true,
      sortable: true,
      cell: ({ retainedSize }) => <SizeCell value={retainedSize} of={total} max={total} />,
      words: ({ retainedSize }) => `Retained ${formatBytes(retainedSize)}`,
      value: ({ retainedSize }) => retainedSize,
    },
  ]
}

function Name({ row: { name, node } }: { readonly row: IoRow }) {
  const title = `${node.className} ${idText(node.id)}`
  return name === '' ? (
    <span className={styles['unknown']} title={title}>
      {visibleName(node.className)}
    </span>
  ) : (
    <bdi dir="ltr" className={named['text']} title={`${name}\n${title}`}>
      {visibleName(name)}
    </bdi>
  )
}
