import { idText } from '#engine/base/id-text.ts'
import type { Command } from 'commander'
import type { DeadVariableRow, DeadVariableSummary } from '#engine/model/dead-variable-rows.ts'
import type { NodeRow, Page } from '#engine/model/rows.ts'
import type { Family } from '#engine/model/snapshot.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { type Column, formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
import { bytesCell, formatBytes, formatCount, formatName, paintFor } from '../text.ts'
import { withFilter } from './filtered-list.ts'
import { placeText } from './place-text.ts'

/** How many rows are listed unless another number is asked for. */
const DEFAULT_TOP = 20

const COLUMNS: readonly Column[] = [
  { title: 'freed', align: 'right' },
  { title: 'contexts', align: 'right' },
  { title: 'variable', align: 'left' },
  { title: 'declared in', align: 'left' },
  { title: 'place', align: 'left' },
  { title: 'largest value', align: 'left' },
]

const NO_SCOPES =
  'This capture does not say which variables functions use, so nothing can be said of those that nobody uses any more. Chrome writes it since V8 15; Node and Deno do not yet.'

const NOT_IN_PYTHON =
  'In Python each variable that a function closes over has a cell of its own, so no closure keeps what only another one uses. What a function closes over is among the references of its object.'

interface Options {
  readonly json?: boolean
  readonly filter?: string
  readonly top: number
}

/** `closures FILE`: variables that contexts keep alive and no code can use any more. */
export function addClosures(program: Command, io: Io): void {
  const command = program
    .command('closures')
    .description('variables that closures keep alive and no code can use any more')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .option('--filter <expression>', 'what to list, such as variable:buffer or freed:>1MB')
    .option('--top <number>', 'how many rows to list', parseCount, DEFAULT_TOP)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Only captures of V8 15 and newer say which variables functions use. What several variables hold at once is freed by none
alone, so rows may add up to less than all of them together.

Examples:
  $ heapscope closures app.heapsnapshot
  $ heapscope closures app.heapsnapshot --filter 'freed:>10k' --json`,
    )
  command.action(async (file: string, { filter = '', top, json }: Options) => {
    const { DEAD_VARIABLE_TABLE } = await import('#engine/analyses/dead-variable-fields.ts')
    await withFilter(command, filter, DEAD_VARIABLE_TABLE, async () => {
      const session = await openSession(file, io)
      await session.findRetainers(nodeHost())
      const summary = await session.ask('deadVariableSummary', [], nodeHost())
      const sort = { column: 'freedSize', descending: true } as const
      const page = await session.ask('deadVariables', [{ start: 0, end: top, sort, filter }], nodeHost())
      await write(
        io.stdout,
        json ? toJson(summary, page) : toText(summary, page, io, session.summary().family),
      )
    })
  })
}

function toJson(summary: DeadVariableSummary, { total, rows }: Page<DeadVariableRow>): string {
  const described = rows.map((row) => ({
    variable: row.variable,
    functionName: row.functionName,
    source: row.source,
    script: row.script,
    offset: row.offset,
    contexts: row.contexts,
    allContexts: row.allContexts,
    freedSize: row.freedSize,
    query: row.query,
    context: row.context.id,
    value: valueOf(row.value),
  }))
  return `${JSON.stringify({ ...summary, total, rows: described })}\n`
}

function valueOf({ id, type, name, className, shallowSize, retainedSize }: NodeRow) {
  return { id, type, name, class: className, shallowSize, retainedSize }
}

function toText(
  summary: DeadVariableSummary,
  { total, rows }: Page<DeadVariableRow>,
  io: Io,
  family: Family,
): string {
  if (!summary.hasScopes) return `${family === 'cpython' ? NOT_IN_PYTHON : NO_SCOPES}\n`
  const paint = paintFor(io)
  const cells = rows.map((row) => [
    bytesCell(row.freedSize),
    `${formatCount(row.contexts)} of ${formatCount(row.allContexts)}`,
    formatName(row.variable),
    row.functionName === '' ? '(code that is gone)' : formatName(row.functionName),
    placeOf(row),
    `${formatName(row.value.name || row.value.className, 40)} ${idText(row.value.id)}`,
  ])
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)}; --top ${total} shows all. `
      : ''
  const { variables, freedSize, freedCount, describedContexts, contexts } = summary
  const words = `${formatCount(variables)} dead variables together hold ${formatBytes(freedSize)} in ${formatCount(freedCount)} objects; ${formatCount(describedContexts)} of ${formatCount(contexts)} contexts could be judged`
  const table = rows.length === 0 ? '' : formatTable(COLUMNS, cells, paint)
  return `${table}${paint.quiet(`${shown}${words}`)}\n`
}

/** The function's place or, where that is not known, the character of the script at which its scope begins. */
function placeOf({ source, script, offset }: DeadVariableRow): string {
  if (source) return placeText(source)
  return formatName(
    `${script || 'an unnamed script'}${offset === null ? '' : `, at character ${formatCount(offset)}`}`,
  )
}
