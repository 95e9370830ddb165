import type { RecentMap } from '../../base/recent-map.ts'
import type { EntryTest, FilterTable } from '../../model/filter-fields.ts'
import { IO_KINDS, IO_STATES, type IoColumn, type IoRow } from '../../model/io-rows.ts'
import type { ListRequest, Page, Sort } from '../../model/rows.ts'
import { ranksOf } from '../list-nodes.ts'
import { orderedPage } from '../ordered-page.ts'
import { textField } from '../text-field.ts'

type Rows = readonly IoRow[]

/** What open files are filtered by; entries are places among the rows. */
export const IO_TABLE: FilterTable<Rows> = {
  rows: 'open files',
  own: ['name', 'owner'],
  fields: [
    textField<IoRow>(
      'name',
      'The file’s path, the socket’s family and kind.',
      'name:.log',
      ({ name }) => name,
    ),
    textField<IoRow>('owner', 'The variable or attribute that holds it.', 'owner:pool', ({ owner }) => owner),
    textField<IoRow>('class', 'Its class.', 'class:BufferedReader', ({ node }) => node.className),
    textField<IoRow>(
      'mode',
      'How a file was opened, as far as that is known.',
      'mode:w',
      ({ mode }) => mode ?? '',
    ),
    {
      name: 'kind',
      type: 'choice',
      choices: IO_KINDS,
      help: 'What it is.',
      example: 'kind:socket',
      read: (rows) => ({ words: IO_KINDS, codeOf: (at) => IO_KINDS.indexOf(rows[at]!.kind) }),
    },
    {
      name: 'state',
      type: 'choice',
      choices: IO_STATES,
      help: 'Whether it was closed, as far as that is known.',
      example: 'state:closed',
      read: (rows) => ({ words: IO_STATES, codeOf: (at) => IO_STATES.indexOf(rows[at]!.state) }),
    },
    {
      name: 'fd',
      type: 'number',
      lacking: true,
      help: 'The number of its descriptor.',
      example: 'fd:>=100',
      read: (rows) => (at) => rows[at]!.descriptor ?? NaN,
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if it went away.',
      example: 'retained:>1MB',
      read: (rows) => (at) => rows[at]!.retainedSize,
    },
  ],
}

/** A page of open files; without a sort those that retain most come first. O(rows). */
export function ioPage(
  rows: Rows,
  request: ListRequest<IoColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<IoRow> {
  const all = Uint32Array.from(rows, (_, at) => at)
  const listing = {
    entries: filter ? all.filter(filter) : all,
    all: rows.length,
    key: `open io ${request.filter ?? ''}`,
    keyOf: ({ column }: Sort<IoColumn>) => keyOf(rows, column),
    rowOf: (at: number) => rows[at]!,
  }
  return orderedPage(listing, request, orders)
}

/** What has no descriptor stands below those that have one. */
function keyOf(rows: Rows, column: IoColumn): (at: number) => number {
  if (column === 'retainedSize') return (at) => rows[at]!.retainedSize
  if (column === 'descriptor') return (at) => rows[at]!.descriptor ?? -1
  const ranks = ranksOf(rows.map((row) => row[column] ?? ''))
  return (at) => ranks[at]!
}
