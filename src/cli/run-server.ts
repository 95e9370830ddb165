import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { OutputError } from './write-beside.ts'

/** Both lie in a folder of their own in the built program. */
const SERVER = join(import.meta.dirname, '../server/main.js')

/** It is over with an exit code that says something: that of a program that was run in our place, or of rules that are broken. */
export class Ended extends Error {
  override readonly name = 'Ended'
  readonly exitCode: number

  constructor(exitCode: number) {
    super(`It ended with ${exitCode}.`)
    this.exitCode = exitCode
  }
}

/**
 * Runs the server in our place, with signals passed on to it, until it ends.
 * @throws Ended when it does; OutputError where it has not been built
 */
export async function runServer(args: readonly string[]): Promise<never> {
  if (!existsSync(SERVER)) {
    throw new OutputError('The server has not been built yet; run `npm run build` first.')
  }
  const child = spawn(process.execPath, [SERVER, ...args], { stdio: 'inherit' })
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal)
  process.on('SIGINT', passOn)
  process.on('SIGTERM', passOn)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    throw new Ended(code ?? 128 + (signal ? constants.signals[signal] : 0))
  } finally {
    process.off('SIGINT', passOn)
    process.off('SIGTERM', passOn)
  }
}
