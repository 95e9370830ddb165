import type { Command } from 'commander'
import { compareClusters } from '#engine/diff/compare-clusters.ts'
import type { MatchedBy } from '#engine/model/digest.ts'
import type { ComparedClusters, LeakPage } from '#engine/model/leak-rows.ts'
import { checkCaptures, type LeakSeries, MATCHED_BY, openLeakSeries } from '../beside.ts'
import { type Io, write } from '../io.ts'
import { parseChoice, parseCount } from '../parse.ts'
import { nodeHost } from '../task-host.ts'
import { knownClusters, leaksJson } from './leaks-json.ts'
import { addLeaksRun } from './leaks-run.ts'
import { leaksText } from './leaks-text.ts'

/** How many clusters people see unless they ask for another number; programs see all. */
const DEFAULT_TOP = 10
const LEAST_CAPTURES = 3

interface Options {
  readonly json?: boolean
  readonly match?: MatchedBy
  readonly against?: string
  readonly top?: number
}

/** What came and stayed. */
export interface Leaks {
  readonly page: LeakPage
  readonly pairs: LeakSeries['pairs']
  /** Clusters that are listed at most. */
  readonly top: number
  /** How the program's clusters compare with those of an earlier run. */
  readonly against: ComparedClusters | null
}

/** `leaks A B C…`: what came after the first capture and is still there in the last. */
export function addLeaks(program: Command, io: Io): void {
  const command = program
    .command('leaks')
    .helpCommand(false)
    .enablePositionalOptions()
    .description(
      'what came after the first of three captures or more and stayed to the last, by how it is held',
    )
    .argument(
      '<files...>',
      'three captures or more of one program, in their order; one may be - for standard input',
    )
    .option('--match <how>', 'id or path, as for diff', parseChoice(MATCHED_BY))
    .option(
      '--against <file>',
      'the JSON of an earlier run: tells which clusters are gone, still there and new',
    )
    .option('--top <number>', `how many clusters (${DEFAULT_TOP}, with --json all)`, parseCount)
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
Take one capture before some work, one after it, and one after what should be freed was freed: what is listed came in
between and is still there. With more captures, one after each time the work was done, it is told whether some came every
time (it leaks) or all at once (a cache). What is in the last capture alone is too young to tell.

Objects are put together by a fingerprint of the classes and references on the shortest path to them, which other runs,
builds and machines have too. What the engine makes for itself comes last.

Examples:
  $ heapscope leaks before.heapsnapshot after.heapsnapshot released.heapsnapshot
  $ heapscope leaks 0.heapsnapshot 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot --json > leaks.json
  $ heapscope leaks a.heapsnapshot b.heapsnapshot c.heapsnapshot --against leaks.json
  $ heapscope leaks run scenario.mjs`,
    )
  addLeaksRun(command, io)
  command.action(async (files: readonly string[], options: Options) => {
    checkCaptures(command, files, LEAST_CAPTURES)
    // What is wrong with it is said before large files are read.
    const before = options.against === undefined ? null : await knownClusters(options.against)
    const { last, keys, pairs } = await openLeakSeries(files, options.match ?? null, io)
    const page = await last.ask('leaks', [keys, { start: 0, end: Infinity }], nodeHost())
    const now = page.rows.filter(({ engine }) => !engine)
    const top = options.top ?? (options.json ? Infinity : DEFAULT_TOP)
    const leaks: Leaks = { page, pairs, top, against: before && compareClusters(before, now) }
    await write(io.stdout, options.json ? leaksJson(leaks) : leaksText(leaks, io))
  })
}
