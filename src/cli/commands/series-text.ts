import { verdictWords } from '#engine/analyses/series-words.ts'
import type { LineSummary, SeriesSummary } from '#engine/model/series.ts'
import type { Io } from '../io.ts'
import { formatTable } from '../table.ts'
import {
  bytesCell,
  deltaCell,
  formatBytes,
  formatCount,
  formatDelta,
  formatName,
  type Paint,
  paintFor,
} from '../text.ts'

const MOST_FUNCTIONS = 20

/** A series as one line of JSON. */
export function seriesJson(summary: SeriesSummary): string {
  return `${JSON.stringify({ ...summary, sentence: verdictWords(summary, formatBytes) })}\n`
}

/** A series for people. */
export function seriesText(summary: SeriesSummary, io: Io): string {
  const paint = paintFor(io)
  const { command, lines, start, end, verdict, notes, calls, pauses } = summary
  const titles = ['first', 'last', 'change', 'least', 'most', 'samples'].map((title) => ({
    title,
    align: 'right' as const,
  }))
  const table = formatTable([...titles, { title: 'what', align: 'left' }], lines.map(lineCells), paint)
  const facts = [
    `${(end - start).toFixed(1)} s`,
    `slope after the warm-up ${formatDelta(Math.round(verdict.slope))}/s`,
    ...(calls > 0 ? [`${formatCount(calls)} calls of watched functions`] : []),
    ...(pauses > 0 ? [`${formatCount(pauses)} runs of the collector`] : []),
  ]
  return [
    paint.strong(verdictWords(summary, formatBytes)),
    ...(command === null ? [] : [formatName(command)]),
    '',
    `${table}${paint.quiet(facts.join('; '))}`,
    ...(summary.functions.length > 0 ? ['', functionsText(summary, paint)] : []),
    ...notes.map((note) => paint.quiet(note)),
    '',
  ].join('\n')
}

/** What watched functions added, the most first. */
function functionsText({ functions }: SeriesSummary, paint: Paint): string {
  const titles = ['added', 'most', 'seconds', 'calls'].map((title) => ({ title, align: 'right' as const }))
  const rows = functions
    .slice(0, MOST_FUNCTIONS)
    .map(({ name, calls, seconds, added, mostAdded }) => [
      deltaCell(added),
      deltaCell(mostAdded),
      seconds.toFixed(2),
      formatCount(calls),
      formatName(name),
    ])
  const left = functions.length - rows.length
  const more = left > 0 ? paint.quiet(`and ${formatCount(left)} functions more; --json prints all\n`) : ''
  return `${formatTable([...titles, { title: 'function', align: 'left' }], rows, paint)}${more}`.trimEnd()
}

function lineCells({ measure, of, samples, first, last, least, most }: LineSummary): string[] {
  const sizes = [
    bytesCell(first),
    bytesCell(last),
    deltaCell(last - first),
    bytesCell(least),
    bytesCell(most),
  ]
  return [...sizes, formatCount(samples), of === '' ? measure : `${measure} ${formatName(of)}`]
}
