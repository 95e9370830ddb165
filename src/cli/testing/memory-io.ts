import { Readable, Writable } from 'node:stream'
import type { Surroundings } from '../io.ts'
import { run } from '../run.ts'

/** What one command line did. */
export interface Ran {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

export interface Setting {
  readonly stdin?: Uint8Array
  /** Whether somebody sits at a terminal, which all streams belong to. */
  readonly terminal?: boolean
  readonly environment?: Record<string, string>
}

/** Runs a command line in this process, with its streams in memory. */
export async function runInMemory(args: readonly string[], setting: Setting = {}): Promise<Ran> {
  const stdout = new Collector(setting.terminal)
  const stderr = new Collector(setting.terminal)
  const io: Surroundings = {
    stdin: Object.assign(Readable.from(setting.stdin ? [setting.stdin] : []), { isTTY: setting.terminal }),
    stdout,
    stderr,
    environment: setting.environment ?? {},
  }
  const exitCode = await run(args, io)
  return { exitCode, stdout: stdout.text, stderr: stderr.text }
}

/** A stream that keeps what it is given. */
export class Collector extends Writable {
  text = ''
  readonly isTTY: boolean | undefined

  constructor(isTTY: boolean | undefined) {
    super({ decodeStrings: false })
    this.isTTY = isTTY
  }

  override _write(chunk: string, _: string, done: () => void): void {
    this.text += chunk
    done()
  }
}
