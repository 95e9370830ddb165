import type { ClassRow, Summary } from '#engine/model/rows.ts'
import type { Session } from '#engine/session.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, formatBytes, formatCount, formatName, type Paint, paintFor } from '../text.ts'

/** How many classes people see unless they ask for another number; programs see all. */
export const DEFAULT_TOP = 20

const RETAINED: Column = { title: 'retained', align: 'right' }
const COLUMNS: readonly Column[] = [
  { title: 'shallow', align: 'right' },
  { title: 'count', align: 'right' },
  { title: 'class', align: 'left' },
]

/** What is said of files without objects. */
const INSTEAD = {
  samples: 'It holds no objects, only by whom memory was allocated: the page shows its stacks.',
  blocks: 'It holds no objects, only which lines allocated memory: heapscope allocations shows them.',
  series: 'It holds no objects, only what a process used over time: heapscope series tells what that means.',
  lines: 'It holds no objects, only what lines of code added: heapscope allocations shows them.',
} as const

function biggestClasses(
  session: Session,
  top: number | undefined,
): { rows: readonly ClassRow[]; total: number } {
  const end = top ?? session.summary().classes
  return session.classes({ start: 0, end, sort: { column: 'retainedSize', descending: true } })
}

/**
 * What is in a heap as one line of JSON.
 * @param top how many classes; undefined gives all
 * @param more keys beside those of the summary
 */
export function summaryJson(session: Session, top: number | undefined, more: object = {}): string {
  const { file, format, redacted, nodes, edges, strings, shallowSize, phases } = session.summary()
  const classes = biggestClasses(session, top).rows.map((row) => ({
    name: row.name,
    count: row.count,
    shallowSize: row.shallowSize,
    retainedSize: row.retainedSize,
  }))
  const rounded = phases.map(({ name, ms }) => ({ name, ms: Math.round(ms * 10) / 10 }))
  const summary = {
    file,
    format,
    redacted,
    nodes,
    edges,
    strings,
    shallowSize,
    classes,
    phases: rounded,
    ...more,
  }
  return `${JSON.stringify(summary)}\n`
}

/** The same for people. @param top how many classes; undefined gives some */
export function summaryText(session: Session, top: number | undefined, io: Io): string {
  const paint = paintFor(io)
  const summary = session.summary()
  const { rows, total } = biggestClasses(session, top ?? DEFAULT_TOP)
  const shallow = summary.stage === 'shallow'
  const table = formatTable(
    shallow ? COLUMNS : [RETAINED, ...COLUMNS],
    rows.map((row) => [
      ...(shallow ? [] : [bytesCell(row.retainedSize ?? 0)]),
      bytesCell(row.shallowSize),
      formatCount(row.count),
      formatName(row.name),
    ]),
    paint,
  )
  const shown =
    rows.length < total
      ? `showing ${formatCount(rows.length)} of ${formatCount(total)} classes; --top ${total} shows all`
      : `${formatCount(total)} classes`
  return `${summaryHeading(summary, paint)}\n\n${table}${paint.quiet(shown)}\n`
}

/** What it is and how much of it there is, without its classes. */
export function summaryHeading(summary: Summary, paint: Paint): string {
  const seconds = summary.phases.reduce((sum, { ms }) => sum + ms, 0) / 1000
  const title = `${paint.strong(formatName(summary.file))}  ${summary.format}`
  const { holds } = summary
  if (holds !== 'objects') return `${title}\n${INSTEAD[holds]}`
  const lines = [
    title,
    `${formatBytes(summary.shallowSize)} in ${formatCount(summary.nodes)} nodes, ${formatCount(summary.edges)} edges, ${formatCount(summary.strings)} strings; opened in ${seconds.toFixed(1)} s`,
  ]
  if (summary.redacted) lines.push('redacted: of every value only its length is told, and which are equal')
  if (summary.extraNativeBytes > 0) {
    lines.push(`${formatBytes(summary.extraNativeBytes)} of native memory beside them`)
  }
  if (summary.unreachable) {
    lines.push(
      `${formatCount(summary.unreachable)} nodes are not reachable from the root over references that keep alive`,
    )
  }
  if (summary.stage === 'shallow') {
    lines.push(
      'references left out (--shallow): no retained sizes, distances and paths; shallow sizes as the file states them',
    )
  }
  return lines.join('\n')
}
