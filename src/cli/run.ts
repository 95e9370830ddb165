import { Command, CommanderError } from 'commander'
import { CaptureError, TargetError } from '#capture/capture-error.ts'
import { ShareError } from '#sharing/share-error.ts'
import { addCommands } from './commands.ts'
import { type Io, isClosedPipe, type Surroundings } from './io.ts'
import { UsageError } from './input.ts'
import { InputError } from './open-session.ts'
import { Ended } from './run-server.ts'
import { Scratch } from './scratch.ts'
import { version } from './version.ts'
import { OutputError } from './write-beside.ts'

/** What the process ends with. */
export const ExitCode = { fine: 0, output: 1, usage: 2, input: 3, sharing: 4 } as const

/**
 * Runs one command line, given without the program's own name.
 * @returns the exit code; what went wrong has been said on standard error in one sentence
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const scratch = new Scratch()
  try {
    const program = await createProgram({ ...surroundings, scratch }, await languageFor(args[0]), args[0])
    await program.parseAsync([...args], { from: 'user' })
    return ExitCode.fine
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.fine : ExitCode.usage
    if (isClosedPipe(error)) return ExitCode.fine
    if (error instanceof Ended) return error.exitCode
    const code = exitCodeOf(error)
    if (code === null || !(error instanceof Error)) throw error
    const who = code === ExitCode.usage ? 'error' : 'heapscope'
    surroundings.stderr.write(`${who}: ${error.message}\n`)
    return code
  } finally {
    scratch.remove()
  }
}

/** For what went wrong on purpose; null for a defect of ours. */
function exitCodeOf(error: unknown): number | null {
  if (error instanceof OutputError) return ExitCode.output
  if (error instanceof UsageError || error instanceof TargetError) return ExitCode.usage
  if (error instanceof InputError || error instanceof CaptureError) return ExitCode.input
  if (error instanceof ShareError) return error.code === 'bad-link' ? ExitCode.usage : ExitCode.sharing
  return null
}

/** What help of `query` says of its language: the engine knows it, and takes a while to come. */
async function languageFor(wanted: string | undefined): Promise<string> {
  if (wanted !== 'query') return ''
  const { languageHelp } = await import('./commands/filter-language.ts')
  return languageHelp()
}

/** The program with the command that is wanted, or with all, see `addCommands`. @param language see `addQuery` */
export async function createProgram(io: Io, language: string, wanted: string | undefined): Promise<Command> {
  const program = new Command('heapscope')
    .description('Says what uses the memory of a heap of V8 or CPython and why it is still alive.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    // What stands behind a command is its own, also where a command has commands.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ heapscope summary app.heapsnapshot
  $ heapscope findings app.heapsnapshot
  $ heapscope object app.heapsnapshot @28417
  $ heapscope path app.heapsnapshot @28417 --all 3
  $ heapscope dominators app.heapsnapshot
  $ heapscope query app.heapsnapshot 'class:Session retained:>1k'
  $ heapscope nodes app.heapsnapshot > nodes.jsonl
  $ heapscope diff before.heapsnapshot after.heapsnapshot
  $ heapscope leaks before.heapsnapshot after.heapsnapshot released.heapsnapshot
  $ heapscope trend monday.heapsnapshot tuesday.heapsnapshot wednesday.heapsnapshot
  $ heapscope series mprofile_20260101.dat
  $ heapscope check app.heapsnapshot main.heapsnapshot
  $ heapscope convert app.heapsnapshot -o app.heapscope
  $ heapscope share before.heapsnapshot after.heapsnapshot
  $ heapscope open before.heapsnapshot after.heapsnapshot
  $ heapscope capture node 4711 -o app.heapsnapshot
  $ heapscope serve --port 8080
  $ heapscope mcp --redact

Exit codes: 0 fine, 1 output not written, budget broken or leaks found, 2 wrong usage, 3 input unreadable, 4 sharing refused or server not there.`,
    )
  await addCommands(program, io, wanted, language)
  return program
}
