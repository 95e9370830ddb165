import { type Command, InvalidArgumentError } from 'commander'
import type { Io } from '../io.ts'

/** Where a budget is looked for unless it is named. */
const DEFAULT_BUDGET = 'heapscope.budget.json'
const DEFAULT_HEADROOM = 10
const REPORT = /\.(?:json|xml|md)$/

export interface CheckOptions {
  readonly budget: string
  readonly json?: boolean
  readonly junit?: boolean
  readonly markdown?: boolean
  readonly report?: readonly string[]
  readonly update?: boolean
  /** Percent. */
  readonly headroom: number
}

/** `check FILE [BASE]`: whether a heap keeps a budget. */
export function addCheck(program: Command, io: Io): void {
  const command = program
    .command('check')
    .description('whether a heap keeps the rules of a budget, as a step of a build')
    .argument('<file>', 'a heap snapshot, plain or gzip, or a container; - reads standard input')
    .argument('[base]', 'the capture that it may not have grown from')
    .option('--budget <file>', 'the budget, as JSON', DEFAULT_BUDGET)
    .option('--json', 'print one JSON object')
    .option('--junit', 'print JUnit’s XML')
    .option('--markdown', 'print a comment for a pull request')
    .option(
      '--report <file>',
      'write a report too: .json, .xml for JUnit, .md for Markdown; several times for several',
      (file: string, before: readonly string[] | undefined) => [...(before ?? []), parseReport(file)],
    )
    .option('--update', 'write the budget from what this capture has, with headroom')
    .option('--headroom <percent>', 'how much more a written budget allows', parsePercent, DEFAULT_HEADROOM)
    .addHelpText(
      'after',
      `
A rule that is broken is one line: what, how much there is, how much is allowed, and the path to what holds it. What needs
a base and has none is not judged; it is said and breaks nothing. docs/ci.md explains budgets and has examples for builds.
Where GITHUB_ACTIONS is true, what is not kept is told on standard error as GitHub's annotations too.

Exit codes: 0 kept, 1 broken, 2 wrong usage or a budget that is wrong, 3 a capture that cannot be read.

Examples:
  $ heapscope check app.heapsnapshot --update
  $ heapscope check app.heapsnapshot
  $ heapscope check app.heapsnapshot main.heapsnapshot --budget memory.json
  $ heapscope check app.heapsnapshot --report heap.xml --report heap.md
  $ heapscope check app.heapsnapshot --json | jq '.rules[] | select(.verdict == "broken")'`,
    )
  command.action(async (file: string, base: string | undefined, options: CheckOptions) => {
    const { check } = await import('./check-run.ts')
    await check(command, base === undefined ? [file] : [base, file], options, io)
  })
}

function parseReport(file: string): string {
  if (!REPORT.test(file)) throw new InvalidArgumentError('Its name must end in .json, .xml or .md.')
  return file
}

/** `10` or `10%`. */
function parsePercent(text: string): number {
  const number = /^(\d+(?:\.\d+)?) ?%?$/.exec(text)?.[1]
  if (number === undefined) throw new InvalidArgumentError('It must be a number of percent such as 10.')
  return Number(number)
}
