import type { Command } from 'commander'
import type { Io } from '../io.ts'
import type { McpOptions } from '../mcp/serve.ts'
import { parseCount, parseSize } from '../parse.ts'

/** Clients give up after a minute as a rule: they are to hear why. */
const TIMEOUT_SECONDS = 55
/** About as much as a model reads without losing the thread. */
const MAX_ANSWER = 32 << 10

/** `mcp`: questions about captures for agents, by the Model Context Protocol. */
export function addMcp(program: Command, io: Io): void {
  program
    .command('mcp')
    .description(
      'a server of the Model Context Protocol on standard input and output, for editors and agents',
    )
    .option(
      '--redact',
      'leave values of strings and numbers out of every capture before anything is answered',
    )
    .option('--timeout <seconds>', 'when a call is given up', parseCount, TIMEOUT_SECONDS)
    .option('--max-answer <size>', 'the most bytes that one answer takes', parseSize, MAX_ANSWER)
    .option(
      '--memory <size>',
      'the most that open captures take together (half of this machine’s)',
      parseSize,
    )
    .addHelpText(
      'after',
      `
An agent opens captures by their paths and asks with tools: open, summary, findings, classes, query, object, path,
dominators, diff, leaks, what-if, close. What it is told goes to the model it runs on: without --redact that includes
values of strings, which may be secrets. It reads captures on this machine, nothing else, and never uploads.

Examples:
  $ heapscope mcp
  $ heapscope mcp --redact
  $ heapscope mcp --timeout 300 --memory 16GB`,
    )
    .action(async (options: McpOptions) => {
      const { serveStdio } = await import('../mcp/serve.ts')
      await serveStdio(options, io)
    })
}
