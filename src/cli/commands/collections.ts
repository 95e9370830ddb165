import type { Command } from 'commander'
import type { OwnerRow } from '#engine/model/collection-rows.ts'
import type { Page } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { type Column, formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
import { bytesCell, formatCount, formatName, paintFor } from '../text.ts'
import { withFilter } from './filtered-list.ts'

/** How many rows are listed unless another number is asked for. */
const DEFAULT_TOP = 20

const COLUMNS: readonly Column[] = [
  { title: 'retained', align: 'right' },
  { title: 'unused', align: 'right' },
  { title: 'entries', align: 'right' },
  { title: 'count', align: 'right' },
  { title: 'held by', align: 'left' },
  { title: 'kinds', align: 'left' },
]

interface Options {
  readonly json?: boolean
  readonly filter?: string
  readonly top: number
}

/** `collections FILE`: containers by what holds them. */
export function addCollections(program: Command, io: Io): void {
  const command = program
    .command('collections')
    .description('maps, lists, caches and other containers by what holds them')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .option('--filter <expression>', 'what to list, such as owner:cache or entries:>1000')
    .option('--top <number>', 'how many rows to list', parseCount, DEFAULT_TOP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Containers that are held alike are one row: Class.field, and in Python module.global, Class.attribute or function.variable.
"retained" is as far as single dominators tell; "unused" is the room for entries that were not seen.

Examples:
  $ heapscope collections app.heapsnapshot
  $ heapscope collections app.heapsnapshot.gz --filter 'owner:app. entries:>1000'`,
    )
  command.action(async (file: string, { filter = '', top, json }: Options) => {
    const { OWNER_TABLE } = await import('#engine/analyses/collections/collection-tables.ts')
    await withFilter(command, filter, OWNER_TABLE, async () => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const sort = { column: 'retainedSize', descending: true } as const
      const page = await session.ask('collectionOwners', [{ start: 0, end: top, sort, filter }], nodeHost())
      await write(io.stdout, json ? toJson(page) : toText(page, io))
    })
  })
}

function toJson({ total, rows }: Page<OwnerRow>): string {
  const described = rows.map(({ example, ...row }) => ({ ...row, example: example.id }))
  return `${JSON.stringify({ total, rows: described })}\n`
}

function toText({ total, rows }: Page<OwnerRow>, io: Io): string {
  const paint = paintFor(io)
  const cells = rows.map((row) => [
    bytesCell(row.retainedSize),
    bytesCell(row.unused),
    formatCount(row.entries),
    formatCount(row.count),
    formatName(row.owner),
    row.kinds.join(', '),
  ])
  const words =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)} owners; --top ${total} shows all`
      : `${formatCount(total)} ${total === 1 ? 'owner' : 'owners'}`
  return `${rows.length === 0 ? '' : formatTable(COLUMNS, cells, paint)}${paint.quiet(words)}\n`
}
