import { idText } from '#engine/base/id-text.ts'
import type { Command } from 'commander'
import type { Page } from '#engine/model/rows.ts'
import type { DuplicateRow, HolderRow, StringRow, StringTotals } from '#engine/model/string-rows.ts'
import type { Session } from '#engine/session.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { type Column, formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
import { bytesCell, formatBytes, formatCount, formatName, paintFor } from '../text.ts'
import { withFilter } from './filtered-list.ts'

/** How many rows are listed unless another number is asked for. */
const DEFAULT_TOP = 20
/** Holders told of each text. */
const HOLDERS = 2

interface Options {
  readonly json?: boolean
  readonly duplicates?: boolean
  readonly filter?: string
  readonly top: number
}

const STRING_COLUMNS: readonly Column[] = [
  { title: 'shallow', align: 'right' },
  { title: 'retained', align: 'right' },
  { title: 'length', align: 'right' },
  { title: 'copies', align: 'right' },
  { title: 'id', align: 'right' },
  { title: 'string', align: 'left' },
]

const DUPLICATE_COLUMNS: readonly Column[] = [
  { title: 'wasted', align: 'right' },
  { title: 'copies', align: 'right' },
  { title: 'each', align: 'right' },
  { title: 'length', align: 'right' },
  { title: 'held by', align: 'left' },
  { title: 'text', align: 'left' },
]

/** A text with what holds its strings. */
interface HeldText {
  readonly row: DuplicateRow
  readonly holders: readonly HolderRow[]
}

/** `strings FILE`: all strings by size, or the texts that several share. */
export function addStrings(program: Command, io: Io): void {
  const command = program
    .command('strings')
    .description('all strings by size, or the texts that several of them share')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .option('--duplicates', 'list texts by what would be saved if one copy of each were kept')
    .option('--filter <expression>', 'what to list, such as /token/, length:>100 or copies:>10')
    .option('--top <number>', 'how many rows to list', parseCount, DEFAULT_TOP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
V8 writes 1,024 characters of a string; equal texts of that length may differ beyond, and are marked with a +.
Strings of 0 bytes, which stand for numbers or are V8's own, are left out.

Examples:
  $ heapscope strings app.heapsnapshot --duplicates
  $ heapscope strings app.heapsnapshot --filter '/^https?:/' --top 100
  $ heapscope strings app.heapsnapshot --duplicates --filter 'wasted:>10k' --json`,
    )
  command.action(async (file: string, options: Options) => {
    const { filter = '', top } = options
    const { DUPLICATE_TABLE, STRING_TABLE } = await import('#engine/analyses/strings/string-tables.ts')
    await withFilter(command, filter, options.duplicates ? DUPLICATE_TABLE : STRING_TABLE, async () => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const { totals } = await session.ask('stringOverview', [], nodeHost())
      if (options.duplicates) {
        const page = await duplicatesOf(session, filter, top)
        await write(io.stdout, options.json ? duplicatesJson(totals, page) : duplicatesText(totals, page, io))
      } else {
        const sort = { column: 'shallowSize', descending: true } as const
        const page = await session.ask('strings', [{ start: 0, end: top, sort, filter }], nodeHost())
        await write(io.stdout, options.json ? stringsJson(totals, page) : stringsText(totals, page, io))
      }
    })
  })
}

async function duplicatesOf(session: Session, filter: string, top: number): Promise<Page<HeldText>> {
  const sort = { column: 'wasted', descending: true } as const
  const page = await session.ask('duplicates', [{ start: 0, end: top, sort, filter }], nodeHost())
  const rows: HeldText[] = []
  for (const row of page.rows) {
    rows.push({ row, holders: await session.ask('stringHolders', [row.example.id], nodeHost()) })
  }
  return { ...page, rows }
}

function stringsJson(totals: StringTotals, { total, rows }: Page<StringRow>): string {
  const described = rows.map(({ node, length, cut, copies }) => ({
    id: node.id,
    type: node.type,
    value: node.name,
    length,
    cut,
    copies,
    shallowSize: node.shallowSize,
    retainedSize: node.retainedSize,
    distance: node.distance,
  }))
  return `${JSON.stringify({ totals, total, rows: described })}\n`
}

function duplicatesJson(totals: StringTotals, { total, rows }: Page<HeldText>): string {
  const described = rows.map(({ row, holders }) => ({
    value: row.value,
    length: row.length,
    cut: row.cut,
    copies: row.copies,
    smallest: row.smallest,
    largest: row.largest,
    bytes: row.bytes,
    wasted: row.wasted,
    example: row.example.id,
    holders: holders.map((holder) => ({
      class: holder.className,
      edge: holder.edge,
      edgeType: holder.edgeType,
      references: holder.references,
      holders: holder.holders,
    })),
  }))
  return `${JSON.stringify({ totals, total, rows: described })}\n`
}

function stringsText(totals: StringTotals, page: Page<StringRow>, io: Io): string {
  const cells = page.rows.map(({ node, length, cut, copies }) => [
    bytesCell(node.shallowSize),
    bytesCell(node.retainedSize ?? 0),
    length === null ? '–' : `${formatCount(length)}${cut ? '+' : ''}`,
    formatCount(copies),
    idText(node.id),
    formatName(node.name),
  ])
  return withTotals(totals, page, STRING_COLUMNS, cells, io)
}

function duplicatesText(totals: StringTotals, page: Page<HeldText>, io: Io): string {
  const cells = page.rows.map(({ row, holders }) => [
    bytesCell(row.wasted),
    formatCount(row.copies),
    bytesCell(row.largest),
    `${formatCount(row.length)}${row.cut ? '+' : ''}`,
    formatName(holdersText(holders), 60),
    formatName(row.value),
  ])
  return withTotals(totals, page, DUPLICATE_COLUMNS, cells, io)
}

/** `Array[] ×100, Config.name ×3, 4 more` */
function holdersText(holders: readonly HolderRow[]): string {
  const shown = holders
    .slice(0, HOLDERS)
    .map(({ className, edge, references }) => `${className}${edge === '[]' ? '' : '.'}${edge} ×${references}`)
  const rest = holders.length - shown.length
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}

function withTotals(
  totals: StringTotals,
  { rows, total }: Page<unknown>,
  columns: readonly Column[],
  cells: readonly (readonly string[])[],
  io: Io,
): string {
  const paint = paintFor(io)
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)}; --top ${total} shows all. `
      : ''
  const words = `${formatCount(totals.count)} strings of ${formatBytes(totals.bytes)}, ${formatCount(totals.distinct)} different texts; ${formatBytes(totals.wasted)} wasted in ${formatCount(totals.duplicated)} texts that are there more than once`
  const table = rows.length === 0 ? '' : formatTable(columns, cells, paint)
  return `${table}${paint.quiet(`${shown}${words}`)}\n`
}
