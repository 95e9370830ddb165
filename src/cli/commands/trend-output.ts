import type { SideTotals } from '#engine/model/diff-rows.ts'
import type { ClassTrendRow } from '#engine/model/trend-rows.ts'
import type { Io } from '../io.ts'
import { type Column, formatTable } from '../table.ts'
import { bytesCell, deltaCell, formatBytes, formatCount, formatName, type Paint, paintFor } from '../text.ts'
import { matchesText, shownText } from './diff-text.ts'
import { nameOf } from './path-steps.ts'
import { sparkline } from './sparkline.ts'
import type { Trend } from './trend.ts'

const COLUMNS = (what: string): readonly Column[] => [
  { title: 'each step', align: 'right' },
  { title: 'steady', align: 'left' },
  { title: 'retained', align: 'left' },
  { title: 'at last', align: 'right' },
  { title: what, align: 'left' },
]

/** Growth that nothing further down has. */
const OWN: Column = { title: 'gathers here', align: 'right' }

/** A trend as one line of JSON. */
export function trendJson({ pairs, rows }: Trend): string {
  const captures = capturesOf(pairs).map(({ file, count, shallowSize }) => ({
    file,
    nodes: count,
    bytes: shallowSize,
  }))
  const matchedBy = pairs.map((pair) => pair.matchedBy)
  const { total } = rows.page
  if (rows.by === 'owner') {
    const { explained } = rows.page
    const owners = rows.page.rows.map(({ node, retained, slope, steady, growth, own }) => {
      return { id: node.id, name: node.name, class: node.className, retained, slope, steady, growth, own }
    })
    return `${JSON.stringify({ captures, matchedBy, total, explained, owners })}\n`
  }
  const classes = rows.page.rows.map(describeClass)
  return `${JSON.stringify({ captures, matchedBy, total, classes })}\n`
}

function describeClass(row: ClassTrendRow) {
  const { name, kind, counts, shallow, retained, countSlope, shallowSlope, retainedSlope, steady, growth } =
    row
  return { name, kind, counts, shallow, retained, countSlope, shallowSlope, retainedSlope, steady, growth }
}

/** A trend for people. */
export function trendText({ pairs, rows }: Trend, io: Io): string {
  const paint = paintFor(io)
  const captures = capturesOf(pairs)
  const sizes = captures.map(({ shallowSize }) => shallowSize)
  const head = [
    `${formatCount(captures.length)} captures, ${matchesText(pairs)}`,
    ...captures.map(({ file, shallowSize }) => `${bytesCell(shallowSize).padStart(11)}  ${formatName(file)}`),
    `${sparkline(sizes)}  ${formatBytes(sizes[0]!)} to ${formatBytes(sizes.at(-1)!)}`,
  ]
  return `${head.join('\n')}\n\n${rowsText(rows, paint)}`
}

function rowsText(rows: Trend['rows'], paint: Paint): string {
  const cells = (slope: number, steady: boolean, retained: readonly number[], name: string): string[] => [
    deltaCell(Math.round(slope)),
    steady ? 'yes' : '',
    sparkline(retained),
    bytesCell(retained.at(-1)!),
    name,
  ]
  if (rows.by === 'class') {
    const { page } = rows
    const lines = page.rows.map((row) =>
      cells(row.retainedSlope, row.steady, row.retained, formatName(row.name)),
    )
    const shown = shownText(page.rows.length, page.total, 'classes')
    return `${formatTable(COLUMNS('class'), lines, paint)}${paint.quiet(shown)}\n`
  }
  const { page } = rows
  const lines = page.rows.map((row) => [
    deltaCell(row.own),
    ...cells(row.slope, row.steady, row.retained, nameOf(row.node)),
  ])
  const shown = shownText(page.rows.length, page.total, 'owners')
  const left = `${formatCount(page.explained)} left out, since what grew is further down`
  return `${formatTable([OWN, ...COLUMNS('owner')], lines, paint)}${paint.quiet(`${shown}; ${left}`)}\n`
}

function capturesOf(pairs: Trend['pairs']): SideTotals[] {
  return [...pairs.map(({ base }) => base), pairs[0]!.target]
}
