import type { Command } from 'commander'
import { verdictWords } from '#engine/analyses/series-words.ts'
import type { LineSummary, SeriesSummary } from '#engine/model/series.ts'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { formatTable } from '../table.ts'
import { nodeHost } from '../task-host.ts'
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
const UNKNOWN =
  'This file does not say what a process used over time: record it with mprof run, or with heapscope sample of the capture agent.'

/** `series FILE`: what a process used over time, and whether that is a leak or load. */
export function addSeries(program: Command, io: Io): void {
  const command = program
    .command('series')
    .description('what a process used over time, and whether that is a leak or load')
    .argument(
      '<file>',
      'what mprof run or heapscope sample wrote, or a container of it; - reads standard input',
    )
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
The first fifth of the time is taken for warm-up. Slopes are medians over pairs of samples (Theil-Sen), in bytes a second
in JSON. The verdict looks at the least of each stretch of time: a leak raises it to the end, load leaves it where it is.

Examples:
  $ heapscope series mprofile_20260101.dat
  $ heapscope series samples.jsonl --json | jq .verdict`,
    )
  command.action(async (file: string, options: { readonly json?: boolean }) => {
    const session = await openSession(file, io)
    await session.findRetainers(nodeHost())
    const summary = await session.ask('series', [], nodeHost())
    if (!summary) return command.error(`error: ${UNKNOWN}`)
    const json = { ...summary, sentence: verdictWords(summary, formatBytes) }
    await write(io.stdout, options.json ? `${JSON.stringify(json)}\n` : seriesText(summary, io))
  })
}

function seriesText(summary: SeriesSummary, io: Io): string {
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
