import type { Command } from 'commander'
import { type Io, write } from '../io.ts'
import { openSession } from '../open-session.ts'
import { parseCount } from '../parse.ts'
import { DEFAULT_TOP, summaryJson, summaryText } from './summary-output.ts'

interface Options {
  readonly json?: boolean
  readonly shallow?: boolean
  readonly top?: number
}

/** `summary FILE`: what is in a heap, by class. */
export function addSummary(program: Command, io: Io): void {
  program
    .command('summary')
    .description('what is in a heap: totals, and its classes by retained size')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .option('--json', 'print one JSON object with every class')
    .option('--shallow', 'leave out references and what follows from them: takes a fraction of the memory')
    .option('--top <number>', `how many classes (${DEFAULT_TOP}, with --json all)`, parseCount)
    .addHelpText(
      'after',
      `
Sizes are bytes in JSON. A class's retained size is what would be freed if all of its objects went away.
With --shallow there are none, and shallow sizes are those of the file.

Examples:
  $ heapscope summary app.heapsnapshot
  $ heapscope summary app.heapsnapshot.gz --top 50
  $ heapscope summary app.heapsnapshot --json | jq '.classes[0]'`,
    )
    .action(async (file: string, options: Options) => {
      const session = await openSession(file, io, { onlyTotals: true, shallowOnly: options.shallow ?? false })
      await write(
        io.stdout,
        options.json ? summaryJson(session, options.top) : summaryText(session, options.top, io),
      )
    })
}
