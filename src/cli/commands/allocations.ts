import type { Command } from 'commander'
import { HeapError, type HeapErrorCode } from '#engine/base/error.ts'
import type { AllocationSummary, StackColumn, StackRow } from '#engine/model/allocation-rows.ts'
import type { LineGroup } from '#engine/model/line-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import type { Session } from '#engine/session.ts'
import { type Io, write } from '../io.ts'
import { checkCaptures, openSeries } from '../beside.ts'
import { parseChoice, parseCount } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { functionsText, stacksText, timeText } from './allocations-text.ts'
import { callSteps } from './call-steps.ts'
import { isLines, linesAnswer } from './allocation-lines.ts'

const BY = ['function', 'stack', 'time', 'line', 'file', 'traceback'] as const
type By = (typeof BY)[number]
const DEFAULT_DEPTH = 10
const DEFAULT_TOP = 20
const USAGE: ReadonlySet<HeapErrorCode> = new Set(['not-found', 'bad-filter'])
const UNKNOWN =
  'This capture does not say when or by whom its objects were allocated: record “Allocations on timeline” with stack traces.'

interface Options {
  readonly json?: boolean
  readonly by?: By
  readonly cumulative?: boolean
  readonly steady?: boolean
  readonly filter?: string
  readonly depth: number
  readonly top: number
}

/** Rows of one kind as text and as what `--json` prints beside the summary. */
export interface Answer {
  readonly text: string
  readonly json: object
}

/** `allocations FILE`: by whom and when memory was allocated, as far as the capture tells. */
export function addAllocations(program: Command, io: Io): void {
  const command = program
    .command('allocations')
    .description('by whom and when memory was allocated, where the capture tells')
    .argument(
      '<file>',
      'a timeline, a sampling profile, a dump of tracemalloc, a line report of memory_profiler, or a container of one; - reads standard input',
    )
    .argument('[earlier...]', 'of tracemalloc: what it is compared with, the first of them above all')
    .option(
      '--by <what>',
      `${BY.join(', ')}: what a line stands for (default: line for Python, stack otherwise, or time where no stacks are known)`,
      parseChoice(BY),
    )
    .option('--filter <text>', 'by line, file, traceback: which stacks count, as docs/filter.md has it')
    .option('--cumulative', 'by line, file: count a block for every frame of its stack')
    .option('--steady', 'by line, file, traceback: only what grew in every step')
    .option('--depth <number>', 'how many calls to go down, by stack', parseCount, DEFAULT_DEPTH)
    .option(
      '--top <number>',
      'how many functions, calls of each call, lines, or stretches of time to list',
      parseCount,
      DEFAULT_TOP,
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Lines come by what lives of what was allocated or, in a sampling profile, by the size its samples stand for. Sizes are
those of each object itself, as the file states them.

Lines, files and tracebacks are those of tracemalloc, with its counts: what is allocated and not freed, largest first.
Beside earlier dumps what changed most against the first of them comes first, as compare_to has it.

Examples:
  $ heapscope allocations app.heaptimeline
  $ heapscope allocations app.heaptimeline --by time --top 50
  $ heapscope allocations app.heapprofile --by function --json
  $ heapscope allocations app.pickle --by traceback --filter '-file:importlib'
  $ heapscope allocations later.pickle earlier.pickle --by file`,
    )
  command.action(async (file: string, earlier: readonly string[], options: Options) => {
    checkCaptures(command, [...earlier, file], 1)
    const { last: session, keys } = await openSeries([...earlier, file], null, io)
    const summary = await session.ask('allocations', [], nodeHost())
    const { report } = summary
    if (report) {
      const { reportText } = await import('./report-text.ts')
      await write(
        io.stdout,
        options.json ? `${JSON.stringify(report)}\n` : reportText(report, options.top, io),
      )
      return
    }
    if (!summary.stacks && !summary.timeline) command.error(`error: ${UNKNOWN}`)
    try {
      const by = options.by ?? usual(summary)
      if (!isLines(by)) refuse(options, keys)
      const { text, json } = isLines(by)
        ? await linesAnswer(session, keys, { ...options, by }, io)
        : await ANSWERS[by](session, summary, options, io)
      await write(io.stdout, options.json ? `${JSON.stringify({ by, ...summary, ...json })}\n` : text)
    } catch (error) {
      if (!(error instanceof HeapError) || !USAGE.has(error.code)) throw error
      command.error(`error: ${error.message}`)
    }
  })
}

type Answering = (session: Session, summary: AllocationSummary, options: Options, io: Io) => Promise<Answer>

/** What a line stands for where nobody says. */
function usual({ isPython, stacks }: AllocationSummary): By {
  if (isPython && stacks) return 'line'
  return stacks ? 'stack' : 'time'
}

/** @throws HeapError where options are given that only lines of Python have */
function refuse({ filter, cumulative, steady }: Options, keys: readonly string[]): void {
  if (filter === undefined && !cumulative && !steady && keys.length === 0) return
  throw new HeapError(
    'not-found',
    'Earlier dumps, --filter, --cumulative and --steady need --by line, file or traceback.',
  )
}

const ANSWERS: Readonly<Record<Exclude<By, LineGroup>, Answering>> = {
  async stack(session, summary, { depth, top }, io) {
    const tree = await callSteps(session, sortFor(summary), { depth, top })
    const calls = tree.steps.map(({ row, parent, depth: level, left }) => ({
      parent: parent === -1 ? null : parent,
      depth: level,
      stack: row.entry,
      ...described(row),
      callees: row.children,
      left,
    }))
    return { text: stacksText(tree, summary, io), json: { calls, left: tree.left } }
  },

  async function(session, summary, { top }, io) {
    const request = { start: 0, end: top, sort: sortFor(summary) }
    const page = await session.ask('stackFunctions', [request], nodeHost())
    const json = { total: page.total, functions: page.rows.map(described) }
    return { text: functionsText(page, summary, io), json }
  },

  async time(session, summary, { top }, io) {
    if (!summary.timeline) throw new HeapError('not-found', 'This capture has no samples over time.')
    const bins = await session.ask('timelineBins', [top], nodeHost())
    return { text: timeText(bins, summary.timeline, io), json: { bins } }
  },
}

function sortFor({ stacks }: AllocationSummary): Sort<StackColumn> {
  return { column: stacks?.live ? 'liveSize' : 'size', descending: true }
}

/** A row without what only the page needs. */
function described(row: StackRow): Omit<StackRow, 'entry' | 'children'> {
  const { name, source, query } = row
  const { ownCount, ownSize, count, size, ownLiveCount, ownLiveSize, liveCount, liveSize } = row
  const amounts = { ownCount, ownSize, count, size, ownLiveCount, ownLiveSize, liveCount, liveSize }
  return { name, source, query, ...amounts }
}
