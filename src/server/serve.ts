import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CommanderError } from 'commander'
import open from 'open'
import type { Logger } from 'pino'
import { collectDefaultMetrics } from 'prom-client'
import { hasDesktop } from './desktop.ts'
import { createApp } from './http/app.ts'
import { LocalCaptures } from './http/local-captures.ts'
import { LocalFiles } from './http/local-files.ts'
import type { Parts } from './http/parts.ts'
import { limitsOf } from './http/rate-limits.ts'
import { scrubbed } from './http/secrets.ts'
import { LateStores } from './late-stores.ts'
import { isTaken, listen, type Listening, patienceFor, stopListening } from './listen.ts'
import { createLog } from './log.ts'
import { Metrics } from './metrics.ts'
import { openStores } from './open-stores.ts'
import { readOptions, type ServeOptions } from './options.ts'
import { type Environment, readSettings, type Settings, WrongSettings } from './settings.ts'
import { Sweeper } from './sweeper.ts'

/** How many ports after the usual one are tried when nobody asked for it by number. */
const SPARE_PORTS = 20
/** How long requests that run may go on when the server is asked to stop, in ms. */
const LAST_REQUESTS_MS = 10_000

/** What serving needs of its process. */
export interface Surroundings {
  readonly environment: Environment
  /** Whether somebody reads what is said, so that it is for people; a program gets lines of JSON. */
  readonly isTerminal: boolean
  say(line: string): void
  complain(line: string): void
}

export interface Serving extends Listening {
  /** Finishes the requests that run, then closes everything. */
  stop(): Promise<void>
}

export type Served = { readonly exitCode: number } | Serving

/** Serves the built page in `root` as `args` ask; resolves once it listens, or with the exit code where it cannot. */
export async function serve(root: string, args: readonly string[], around: Surroundings): Promise<Served> {
  let read: ReturnType<typeof readSettings>
  let options: ServeOptions
  try {
    read = readSettings(around.environment)
    options = readOptions(args, read.settings)
  } catch (error) {
    if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2 }
    if (!(error instanceof WrongSettings)) throw error
    for (const sentence of error.sentences) around.complain(sentence)
    return { exitCode: 2 }
  }
  if (!existsSync(join(root, 'index.html'))) {
    around.complain('The page has not been built yet; run `npm run build` first.')
    return { exitCode: 1 }
  }
  const voice = voiceOf(read.settings, options, around)
  for (const warning of read.warnings) voice.warn(warning)
  return await serveWith(root, read.settings, options, voice, around)
}

async function serveWith(
  root: string,
  settings: Settings,
  options: ServeOptions,
  voice: Voice,
  around: Surroundings,
): Promise<Served> {
  const late = new LateStores(() => openStores(settings))
  const reason = await late.start()
  if (reason) voice.warn(`Nothing can be shared for now: ${scrubbed(reasonOf(reason))}.`)
  const stores = () => late.get()
  const now = () => new Date()
  const metrics = new Metrics(stores)
  const { log } = voice
  const limits = limitsOf(settings.rates)
  const localFiles = options.files.length > 0 ? new LocalFiles(options.files) : null
  const localCaptures = options.allowCapture ? new LocalCaptures() : null
  const app = createApp({ root, settings, stores, limits, localFiles, localCaptures, metrics, log, now })
  const sweeper = new Sweeper({ stores, metrics, log, now })
  try {
    const spare = options.portWasAsked ? 0 : SPARE_PORTS
    const patience = patienceFor(settings.chunkBytes)
    const listening = await listen(app, { ...options, spare, patience })
    collectDefaultMetrics({ register: metrics.registry })
    sweeper.start()
    await announce(listening.port, { ...options, localFiles, localCaptures }, settings, voice, around)
    const stop = async () => {
      await stopListening(listening.server, LAST_REQUESTS_MS)
      await sweeper.stop()
      await late.close()
    }
    return { ...listening, stop }
  } catch (error) {
    await late.close()
    around.complain(whyNot(options, error))
    return { exitCode: 1 }
  }
}

/** How this server speaks: in sentences, or in lines of the log. */
interface Voice {
  readonly log: Logger
  say(line: string): void
  warn(line: string): void
}

function voiceOf(settings: Settings, { files, allowCapture }: ServeOptions, around: Surroundings): Voice {
  // Who names files is there to look at them.
  const isForPeople = around.isTerminal || files.length > 0 || allowCapture
  const level = settings.log ?? (isForPeople ? 'silent' : 'info')
  const log = createLog(level)
  if (isForPeople && !settings.log) {
    return { log, say: (line) => around.say(line), warn: (line) => around.complain(line) }
  }
  return { log, say: (line) => log.info(line), warn: (line) => log.warn(line) }
}

async function announce(
  port: number,
  options: ServeOptions & Pick<Parts, 'localFiles' | 'localCaptures'>,
  { baseUrl }: Settings,
  voice: Voice,
  { environment }: Surroundings,
): Promise<void> {
  if (!options.portWasAsked && port !== options.port) {
    voice.say(`Port ${options.port} is taken, so this is on port ${port}.`)
  }
  const start = addressOf(options.host, port)
  const shown = options.localFiles?.openedAt(start) ?? start
  const address = options.localCaptures?.openedAt(shown) ?? shown
  voice.say(`Heapscope is at ${address} (Ctrl+C ends it).`)
  if (baseUrl) voice.say(`Others find it at ${baseUrl.href}.`)
  if (options.open && hasDesktop(environment)) {
    // A desktop without a browser is no reason to stop serving.
    await open(address).catch(() => voice.say('No browser could be opened; open the address by hand.'))
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
  return `The server could not listen on ${host}:${port}: ${reasonOf(error)}.`
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '')
}
