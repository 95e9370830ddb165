import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Command } from 'commander'
import { OutputError } from '../write-beside.ts'

/** Both lie in a folder of their own in the built program. */
const SERVER = join(import.meta.dirname, '../server/main.js')

/** The program that was run in our place has ended. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`It ended with ${exitCode}.`)
    this.exitCode = exitCode
  }
}

/** `serve`: the server as a program of its own, with the same arguments, signals and exit code. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve the page, and keep what is shared; --help says how')
    .helpOption(false)
    .allowUnknownOption()
    .argument('[options...]', 'as for the server')
    .action(async (_: string[], __: unknown, command: Command) => {
      if (!existsSync(SERVER)) {
        throw new OutputError('The server has not been built yet; run `npm run build` first.')
      }
      throw new Ended(await runThrough(SERVER, command.args))
    })
}

async function runThrough(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal)
  process.on('SIGINT', passOn)
  process.on('SIGTERM', passOn)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    return code ?? 128 + (signal ? constants.signals[signal] : 0)
  } finally {
    process.off('SIGINT', passOn)
    process.off('SIGTERM', passOn)
  }
}
