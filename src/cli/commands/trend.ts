import type { Command } from 'commander'
import type { MatchedBy } from '#engine/model/digest.ts'
import type { PairRow } from '#engine/model/diff-rows.ts'
import type { ClassTrendPage, OwnerTrendPage } from '#engine/model/trend-rows.ts'
import { checkCaptures, MATCHED_BY, openSeries } from '../beside.ts'
import { type Io, write } from '../io.ts'
import { parseChoice, parseCount } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { trendJson, trendText } from './trend-output.ts'

const BY = ['class', 'owner'] as const
/** How many rows people see unless they ask for another number; programs see all. */
const DEFAULT_TOP = 20

interface Options {
  readonly json?: boolean
  readonly by: (typeof BY)[number]
  readonly match?: MatchedBy
  readonly top?: number
}

/** How things grew over several captures. */
export interface Trend {
  /** The last one's is that of the target of all pairs. */
  readonly pairs: readonly PairRow[]
  readonly rows:
    | { readonly by: 'class'; readonly page: ClassTrendPage }
    | { readonly by: 'owner'; readonly page: OwnerTrendPage }
}

/** `trend FILES…`: what grows steadily over several captures. */
export function addTrend(program: Command, io: Io): void {
  const command = program
    .command('trend')
    .description('what grows steadily over several captures: by class, or by the object where it gathers')
    .argument('<files...>', 'two captures or more, in their order; one may be - for standard input')
    .option('--by <what>', `${BY.join(', ')}: what a line stands for`, parseChoice(BY), 'class')
    .option('--match <how>', 'id or path, as for diff', parseChoice(MATCHED_BY))
    .option('--top <number>', `how many rows (${DEFAULT_TOP}, with --json all)`, parseCount)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
What retained more in every step comes first, by how many bytes more with each capture (the slope of the line that fits
best). With --by owner, objects that are in all captures are listed, first where most growth gathers: what grew below an
object counts there, and one of which a single object below has nine tenths of the growth is left out.

Examples:
  $ heapscope trend 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot 4.heapsnapshot
  $ heapscope trend *.heapsnapshot --by owner --top 5
  $ heapscope trend *.heapsnapshot --json | jq '.classes[0].retained'`,
    )
  command.action(async (files: readonly string[], options: Options) => {
    checkCaptures(command, files, 2)
    const { last, keys, pairs } = await openSeries(files, options.match ?? null, io)
    const request = { start: 0, end: options.top ?? (options.json ? Infinity : DEFAULT_TOP) }
    const rows: Trend['rows'] =
      options.by === 'class'
        ? { by: 'class', page: await last.ask('trendClasses', [keys, request], nodeHost()) }
        : { by: 'owner', page: await last.ask('trendOwners', [keys, request], nodeHost()) }
    const trend = { pairs, rows }
    await write(io.stdout, options.json ? trendJson(trend) : trendText(trend, io))
  })
}
