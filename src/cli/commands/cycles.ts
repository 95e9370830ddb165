import type { Command } from 'commander'
import { idText } from '#engine/base/id-text.ts'
import type { CycleRow, CycleSummary } from '#engine/model/cycle-rows.ts'
import type { Page } from '#engine/model/rows.ts'
import { type Io, write } from '../io.ts'
import { nodeHost } from '../task-host.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatBytes, formatCount, formatName, paintFor } from '../text.ts'
import { withFilter } from './filtered-list.ts'

/** How many rows are listed unless another number is asked for. */
const DEFAULT_TOP = 20

const COLUMNS: readonly Column[] = [
  { title: 'retained', align: 'right' },
  { title: 'cycles', align: 'right' },
  { title: 'objects', align: 'right' },
  { title: 'classes', align: 'left' },
  { title: 'weak', align: 'left' },
  { title: 'remarks', align: 'left' },
]

interface Options {
  readonly json?: boolean
  readonly filter?: string
  readonly top: number
}

/** `cycles FILE`: objects that lead to each other. */
export function addCycles(program: Command, io: Io): void {
  const command = program
    .command('cycles')
    .description('reference cycles, and which references to make weak')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .option('--filter <expression>', 'what to list, such as class:Parent or retained:>1MB')
    .option('--top <number>', 'how many rows to list', parseCount, DEFAULT_TOP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Cycles of the same classes that refer to each other by the same names are one row. Modules, classes, their dictionaries and
code (of JavaScript: functions and code) are left out, since every program ties them together; what is in a cycle only
through these is one row of its own. "weak" says which references would have to be weak for the cycles to be none.

Examples:
  $ heapscope cycles app.heapsnapshot.gz
  $ heapscope cycles app.heapsnapshot.gz --filter 'garbage:>0' --json`,
    )
  command.action(async (file: string, { filter = '', top, json }: Options) => {
    const { CYCLE_TABLE } = await import('#engine/analyses/cycles/list-cycles.ts')
    await withFilter(command, filter, CYCLE_TABLE, async () => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const summary = await session.ask('cycleSummary', [], nodeHost())
      const page = await session.ask('cycles', [{ start: 0, end: top, filter }], nodeHost())
      await write(io.stdout, json ? toJson(summary, page) : toText(summary, page, io))
    })
  })
}

function toJson(summary: CycleSummary, { total, rows }: Page<CycleRow>): string {
  return `${JSON.stringify({ ...summary, total, rows: rows.map(({ entry, ...row }) => ({ ...row, entry: entry.id })) })}\n`
}

function toText(summary: CycleSummary, { total, rows }: Page<CycleRow>, io: Io): string {
  const paint = paintFor(io)
  const cells = rows.map((row) => [
    bytesCell(row.retainedSize),
    row.kind === 'machinery' ? '' : formatCount(row.count),
    formatCount(row.objects),
    formatName(row.name),
    weakText(row),
    remarksOf(row).join(', '),
  ])
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)}; --top ${total} shows all. `
      : ''
  const { cycles, objects, retainedSize, garbage } = summary
  const words = `${formatCount(cycles)} ${cycles === 1 ? 'cycle' : 'cycles'} of ${formatCount(objects)} objects together retain ${formatBytes(retainedSize)}${garbageText(garbage)}`
  const table = rows.length === 0 ? '' : formatTable(COLUMNS, cells, paint)
  return `${table}${paint.quiet(`${shown}${words}`)}\n`
}

function garbageText({ cycles, retainedSize }: CycleSummary['garbage']): string {
  if (cycles === 0) return ''
  return `; ${formatCount(cycles)} of them only wait for the collector, with ${formatBytes(retainedSize)}`
}

function weakText({ kind, weak }: CycleRow): string {
  if (kind === 'machinery') return ''
  if (!weak) return '(nothing that could be)'
  const names = weak.edges.map(({ name }) => formatName(name, 60)).join(', ')
  return weak.isSmallest ? names : `${names} (a small set found)`
}

function remarksOf(row: CycleRow): string[] {
  if (row.kind === 'machinery') return ['left out of the cycles']
  return [
    ...(row.finalizers > 0 ? [`${formatCount(row.finalizers)} with __del__`] : []),
    ...(row.garbage > 0 ? [`${formatCount(row.garbage)} waiting for the collector`] : []),
    `one begins at ${idText(row.entry.id)}`,
  ]
}
