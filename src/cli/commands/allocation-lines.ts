import {
  LINE_GROUPS,
  type LineFrame,
  type LineGroup,
  type LinePage,
  type LineRow,
} from '#engine/model/line-rows.ts'
import type { Session } from '#engine/session.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import {
  bytesCell,
  deltaCell,
  formatBytes,
  formatCount,
  formatCountDelta,
  formatDelta,
  formatName,
  paintFor,
} from '../text.ts'
import { nodeHost } from '../task-host.ts'
import type { Answer } from './allocations.ts'

interface LineOptions {
  readonly by: LineGroup
  readonly filter?: string
  readonly cumulative?: boolean
  readonly steady?: boolean
  readonly top: number
}

const right = (title: string): Column => ({ title, align: 'right' })

export function isLines(by: string): by is LineGroup {
  return (LINE_GROUPS as readonly string[]).includes(by)
}

/** The lines, files or tracebacks that allocated memory, alone or beside earlier dumps. */
export async function linesAnswer(
  session: Session,
  keys: readonly string[],
  { by, filter, cumulative = false, steady = false, top }: LineOptions,
  io: Io,
): Promise<Answer> {
  const request = { start: 0, end: top, ...(filter !== undefined && { filter }) }
  const page = await session.ask('allocationLines', [keys, { by, cumulative, steady }, request], nodeHost())
  const rows = page.rows.map(withoutKey)
  const json = { cumulative, total: page.total, sizes: page.size, counts: page.count, rows }
  return { text: linesText(page, by, keys.length > 0, io), json }
}

function linesText(page: LinePage, by: LineGroup, isBeside: boolean, io: Io): string {
  const paint = paintFor(io)
  const columns = isBeside ? ['size', 'change', 'blocks', 'change'] : ['size', 'blocks', 'average']
  const table = formatTable(
    [...columns.map(right), { title: by, align: 'left' }],
    page.rows.flatMap((row) => rowLines(row, isBeside)),
    paint,
  )
  return `${page.rows.length === 0 ? '' : table}${paint.quiet(totalText(page, by, isBeside))}\n`
}

/** The amounts with the innermost frame, and below it who called it. */
function rowLines(row: LineRow, isBeside: boolean): string[][] {
  const amounts = isBeside
    ? [bytesCell(row.size), deltaCell(row.sizeDiff), formatCount(row.count), formatCountDelta(row.countDiff)]
    : [bytesCell(row.size), formatCount(row.count), bytesCell(Math.round(row.average))]
  const [first, ...callers] = row.frames
  return [
    [...amounts, frameText(first!)],
    ...callers.map((frame) => [...amounts.map(() => ''), `  ${frameText(frame)}`]),
  ]
}

function frameText({ file, line }: LineFrame): string {
  return line === null ? formatName(file) : `${formatName(file)}:${line}`
}

function totalText({ rows, total, size, count }: LinePage, by: LineGroup, isBeside: boolean): string {
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)}; --top ${total} shows all. `
      : ''
  const sum = `${formatBytes(size.at(-1)!)} in ${formatCount(count.at(-1)!)} memory blocks`
  const noun = total === 1 ? by : `${by}s`
  if (!isBeside) return `${shown}${sum} of ${formatCount(total)} ${noun}`
  const change = `${formatDelta(size.at(-1)! - size[0]!)} in ${formatCountDelta(count.at(-1)! - count[0]!)} blocks`
  return `${shown}${sum}, ${change} against the first; ${formatCount(total)} ${noun}`
}

/** A row without what only the page needs. */
function withoutKey({
  frames,
  size,
  count,
  average,
  sizes,
  counts,
  sizeDiff,
  countDiff,
  steady,
  query,
}: LineRow) {
  return { frames, size, count, average, sizes, counts, sizeDiff, countDiff, steady, query }
}
