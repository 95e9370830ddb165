import type { Command } from 'commander'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { nodeHost } from '../task-host.ts'

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
    const { seriesJson, seriesText } = await import('./series-text.ts')
    await write(io.stdout, options.json ? seriesJson(summary) : seriesText(summary, io))
  })
}
