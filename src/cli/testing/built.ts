import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const PROJECT = resolve(import.meta.dirname, '../../..')

type Environment = Readonly<Record<string, string>>

/** What a process did. */
export interface Finished {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** A server that runs. */
export interface RunningServer {
  /** The address of its page. */
  readonly address: string
  /** The folder of what it keeps. */
  readonly data: string
}

/** The command line and the server as they are shipped: built, and run as processes of their own. */
export class Built {
  /** For whatever a test writes; goes away with it. */
  readonly folder: string
  readonly #children: ChildProcessWithoutNullStreams[] = []

  constructor() {
    // Below the project, so that the packages they import are found.
    const cache = join(PROJECT, 'node_modules/.cache')
    mkdirSync(cache, { recursive: true })
    this.folder = mkdtempSync(join(cache, 'heapscope-cli-'))
    copyFileSync(join(PROJECT, 'package.json'), join(this.folder, 'package.json'))
    // A process of its own: the bundler and the test runner would share settings otherwise.
    const script = `import { buildForNode } from '${pathToFileURL(join(PROJECT, 'scripts/build.mjs')).href}'
      await buildForNode(${JSON.stringify(join(this.folder, 'dist'))})`
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' })
    mkdirSync(join(this.folder, 'dist/app'))
    writeFileSync(join(this.folder, 'dist/app/index.html'), '<!doctype html>')
  }

  /** Starts a command line. */
  start(args: readonly string[], environment: Environment = {}): ChildProcessWithoutNullStreams {
    return this.#spawn('cli', args, environment)
  }

  /** How a command line is started, for who starts it itself. */
  command(args: readonly string[]): { command: string; args: string[] } {
    return { command: process.execPath, args: [this.#main('cli'), ...args] }
  }

  /** Starts a server on a port of its own, with settings beyond its folder. */
  async serve(settings: Environment = {}): Promise<RunningServer> {
    const data = mkdtempSync(join(this.folder, 'data-'))
    const child = this.#spawn('server', ['--port', '0', '--no-open'], { HEAPSCOPE_DATA: data, ...settings })
    for await (const line of createInterface(child.stdout)) {
      const address = /http:\/\/localhost:\d+\//.exec(line)?.[0]
      if (!address) continue
      child.stdout.resume()
      return { address, data }
    }
    throw new Error('The server did not start.')
  }

  /** Ends all processes and deletes everything. */
  async remove(): Promise<void> {
    for (const child of this.#children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    rmSync(this.folder, { recursive: true, force: true })
  }

  #spawn(what: 'cli' | 'server', args: readonly string[], environment: Environment) {
    const child = spawn(process.execPath, [this.#main(what), ...args], {
      env: { ...process.env, ...environment },
    })
    this.#children.push(child)
    return child
  }

  #main(what: 'cli' | 'server'): string {
    return join(this.folder, 'dist', what, 'main.js')
  }
}

/** Waits for the end of a process. */
export async function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const closed = once(child, 'close')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  await closed
  return { stdout, stderr, code: child.exitCode, signal: child.signalCode }
}
