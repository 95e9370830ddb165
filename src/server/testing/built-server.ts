import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'

const PROJECT = resolve(import.meta.dirname, '../../..')

/** The server and the command line as they are shipped, built from the sources, with a page of one line. */
export interface BuiltServer {
  readonly server: string
  readonly cli: string
  remove(): void
}

/** Builds in a process of its own: the bundler and the test runner would share settings otherwise. */
export function buildServer(): BuiltServer {
  // Below the project, so that the packages it imports are found.
  const cache = join(PROJECT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'heapscope-server-'))
  const dist = join(folder, 'dist')
  copyFileSync(join(PROJECT, 'package.json'), join(folder, 'package.json'))
  const script = `import { buildForNode } from '${pathToFileURL(join(PROJECT, 'scripts/build.mjs')).href}'
    await buildForNode(${JSON.stringify(dist)})`
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'pipe' })
  mkdirSync(join(dist, 'app'), { recursive: true })
  writeFileSync(join(dist, 'app/index.html'), '<!doctype html><title>Heapscope</title>')
  return {
    server: join(dist, 'server/main.js'),
    cli: join(dist, 'cli/main.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Starts a program of ours with nothing but `environment` set. */
export function startProgram(
  main: string,
  args: readonly string[],
  environment: Record<string, string>,
): ChildProcess {
  const { PATH = '', HOME = '' } = process.env
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH, HOME, CI: 'true', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // Nobody stands still because nobody listens.
  child.stdout.resume()
  child.stderr.resume()
  return child
}

/** The port it says it listens on. @throws Error where it ends before */
export function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((found, lost) => {
    let said = ''
    const hear = (chunk: unknown) => {
      said += String(chunk)
      const port = /http:\/\/[^/]*:(\d+)\//.exec(said)?.[1]
      if (port) found(Number(port))
    }
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.once('exit', () => lost(new Error(`It ended and said: ${said}`)))
  })
}

/** Waits for its end. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; signal: string | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  return { code: child.exitCode, signal: child.signalCode }
}
