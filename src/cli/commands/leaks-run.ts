import type { Command } from 'commander'
import type { Io } from '../io.ts'
import { parseCount } from '../parse.ts'
import type { RunOptions } from '../scenario/run-scenario.ts'

/** `leaks run SCENARIO`: plays a scenario on a page or a Node process, and says what stays from each time. */
export function addLeaksRun(leaks: Command, io: Io): void {
  leaks
    .command('run')
    .description('does something again and again on a page or a Node process, and says what stays each time')
    .argument('<scenario>', 'a module that exports what is done: url or start, act, back')
    .option('--rounds <number>', 'how many round trips (what it says itself, or 5)', parseCount)
    .option(
      '--against <file>',
      'the JSON of an earlier run: tells which clusters are gone, still there and new',
    )
    .option('--top <number>', 'how many clusters (the leaks, up to 10; with --json all)', parseCount)
    .option(
      '--browser <path>',
      'a Chrome or Chromium ($HEAPSCOPE_BROWSER, an installed one, or Playwright’s)',
    )
    .option('-o, --output <folder>', 'keep the three captures there')
    .option('--force', 'replace them where they exist')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      `
A leak is a cluster of the program's own that has an object or more for each round trip. Scenarios for memlab can be run as
they are, with a url alone too; docs/leak-scenarios.md says what a scenario may export. For pages playwright-core must be
installed.

Exit codes: 0 no leak, 1 leaks, 2 wrong usage or a scenario that is none, 3 a page or process that could not be watched.

Examples:
  $ heapscope leaks run orders.mjs
  $ heapscope leaks run orders.mjs --rounds 10 -o captures
  $ heapscope leaks run server.mjs --json > leaks.json
  $ heapscope leaks run server.mjs --against leaks.json`,
    )
    .action(async (scenario: string, options: RunOptions) => {
      const { runScenario } = await import('../scenario/run-scenario.ts')
      await runScenario(scenario, options, io)
    })
}
