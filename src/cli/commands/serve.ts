import type { Command } from 'commander'
import { runServer } from '../run-server.ts'

/** `serve`: the server as a program of its own, with the same arguments, signals and exit code. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the page, and keep what is shared; --help says how')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]', 'as for the server')
    .addHelpText(
      'after',
      `
Examples:
  $ heapscope serve --help
  $ heapscope serve --port 8080 --no-open`,
    )
    .action((_: string[], __: unknown, command: Command) => runServer(command.args))
}
