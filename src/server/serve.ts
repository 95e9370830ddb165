import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import open from 'open'
import { hasDesktop } from './desktop.ts'
import { createApp } from './http/app.ts'
import { isTaken, listen, type Listening } from './listen.ts'
import { readOptions, type ServeOptions } from './options.ts'

/** How many ports after the usual one are tried when nobody asked for it by number. */
const SPARE_PORTS = 20

/** What serving needs of its process. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>
  say(line: string): void
  complain(line: string): void
}

export type Served = { readonly exitCode: number } | Listening

/** Serves the built page in `root` as `args` ask; resolves once it listens, or with the exit code where it cannot. */
export async function serve(root: string, args: readonly string[], around: Surroundings): Promise<Served> {
  let options: ServeOptions
  try {
    options = readOptions(args, around.environment)
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 }
    throw error
  }
  if (!existsSync(join(root, 'index.html'))) {
    around.complain('The page has not been built yet; run `npm run build` first.')
    return { exitCode: 1 }
  }
  try {
    const spare = options.portWasAsked ? 0 : SPARE_PORTS
    const listening = await listen(createApp(root), { ...options, spare })
    await announce(listening.port, options, around)
    return listening
  } catch (error) {
    around.complain(whyNot(options, error))
    return { exitCode: 1 }
  }
}

async function announce(port: number, options: ServeOptions, around: Surroundings): Promise<void> {
  if (!options.portWasAsked && port !== options.port) {
    around.say(`Port ${options.port} is taken, so this is on port ${port}.`)
  }
  const address = addressOf(options.host, port)
  around.say(`Heapscope is at ${address} (Ctrl+C ends it).`)
  if (options.open && hasDesktop(around.environment)) {
    // A desktop without a browser is no reason to stop serving.
    await open(address).catch(() => around.say('No browser could be opened; open the address by hand.'))
  }
}

/** Browsers treat `localhost` as secure, which cross-origin isolation needs; a bare address of the network is not. */
function addressOf(host: string, port: number): string {
  const isHere = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' || host === '::'
  const name = isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}/`
}

function whyNot({ host, port, portWasAsked }: ServeOptions, error: unknown): string {
  if (isTaken(error)) {
    return portWasAsked
      ? `Port ${port} is taken by another program; choose another with --port, or leave it out to get a free one.`
      : `Ports ${port} to ${port + SPARE_PORTS} are all taken; choose another with --port.`
  }
  const reason = error instanceof Error ? error.message : String(error)
  return `The server could not listen on ${host}:${port}: ${reason}.`
}
