import type {
  AllocationSummary,
  Amount,
  StackRow,
  TimelineBin,
  TimelineSummary,
} from '#engine/model/allocation-rows.ts'
import type { Page } from '#engine/model/rows.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatBytes, formatCount, formatName, paintFor } from '../text.ts'
import type { CallSteps } from './call-steps.ts'
import { placeText } from './place-text.ts'

/** Deeper lines are not indented any further. */
const DEEPEST_INDENT = 40

const right = (title: string): Column => ({ title, align: 'right' })
const left = (title: string): Column => ({ title, align: 'left' })

const TIME_COLUMNS = [right('after'), right('until'), right('live'), right('objects')]

/** The tree of stacks: a line for each call, and one for the calls of each that are not listed. */
export function stacksText({ steps, left: above }: CallSteps, summary: AllocationSummary, io: Io): string {
  const columns = amountColumns(summary)
  const rows: string[][] = []
  const more = (depth: number, count: number): void => {
    if (count > 0)
      rows.push([...columns.map(() => ''), `${indent(depth)}… ${counted(count, 'more call')}`, ''])
  }
  // What a call leaves out comes behind all that is listed below it.
  const open: { readonly depth: number; readonly left: number }[] = []
  const closeTo = (depth: number): void => {
    while (open.length > 0 && open.at(-1)!.depth >= depth) {
      const { depth: level, left: count } = open.pop()!
      more(level + 1, count)
    }
  }
  for (const { row, depth, left: count } of steps) {
    closeTo(depth)
    rows.push([...amountCells(row, summary), `${indent(depth)}${nameOf(row)}`, placeText(row.source)])
    open.push({ depth, left: count })
  }
  closeTo(0)
  more(0, above)
  return listed([...columns, left('call'), left('place')], rows, stackWords(summary), io)
}

/** Functions on stacks, one a line. */
export function functionsText(page: Page<StackRow>, summary: AllocationSummary, io: Io): string {
  const rows = page.rows.map((row) => [...amountCells(row, summary), nameOf(row), placeText(row.source)])
  const words = `${shownOf(page)}${stackWords(summary)}`
  return listed([...amountColumns(summary), left('function'), left('place')], rows, words, io)
}

/** What lives by when it was allocated, a stretch a line. */
export function timeText(bins: readonly TimelineBin[], timeline: TimelineSummary, io: Io): string {
  const rows = bins.map(({ after, last, size, count }) => [
    momentText(after),
    momentText(last),
    bytesCell(size),
    formatCount(count),
  ])
  const { samples, during, before, after, untimed } = timeline
  const words = [
    `${counted(samples, 'sample')}; what lives was allocated: ${amountText(during)} between them`,
    `${amountText(before)} before`,
    `${amountText(after)} after`,
    `${amountText(untimed)} outside V8’s heap, at a time that is not known`,
  ].join(', ')
  return listed(TIME_COLUMNS, rows, words, io)
}

function amountColumns({ isProfile, stacks }: AllocationSummary): Column[] {
  if (isProfile) return ['size', 'own size', 'samples'].map(right)
  return [
    ...(stacks?.live ? ['live', 'own live'] : []),
    'allocated',
    stacks?.blocks ? 'blocks' : 'objects',
  ].map(right)
}

function amountCells(row: StackRow, { isProfile, stacks }: AllocationSummary): string[] {
  const all = [bytesCell(row.size), formatCount(row.count)]
  if (isProfile) return [all[0]!, bytesCell(row.ownSize), all[1]!]
  return stacks?.live ? [bytesCell(row.liveSize), bytesCell(row.ownLiveSize), ...all] : all
}

function stackWords({ isProfile, stacks }: AllocationSummary): string {
  if (!stacks) return ''
  const { allocated, live } = stacks
  const thing = isProfile ? 'sample' : stacks.blocks ? 'memory block' : 'object'
  const lives = live ? `; of it ${amountText(live, thing)} live` : ''
  const where = `${counted(stacks.stacks, 'stack')} of ${counted(stacks.functions, 'function')}`
  return `${amountText(allocated, thing)} allocated in ${where}${lives}`
}

function listed(columns: readonly Column[], rows: readonly string[][], words: string, io: Io): string {
  const paint = paintFor(io)
  return `${rows.length === 0 ? '' : formatTable(columns, rows, paint)}${paint.quiet(words)}\n`
}

function shownOf({ rows, total }: Page<unknown>): string {
  if (rows.length === total) return ''
  return `showing ${formatCount(rows.length)} of ${formatCount(total)}; --top ${total} shows all. `
}

function amountText({ size, count }: Amount, thing = 'object'): string {
  return `${formatBytes(size)} in ${counted(count, thing)}`
}

function counted(count: number, one: string): string {
  return `${formatCount(count)} ${count === 1 ? one : `${one}s`}`
}

function nameOf({ name }: StackRow): string {
  return name === '' ? '(anonymous)' : formatName(name)
}

function indent(depth: number): string {
  return '  '.repeat(Math.min(depth, DEEPEST_INDENT))
}

function momentText(microseconds: number): string {
  return `${(microseconds / 1e6).toFixed(3)} s`
}
