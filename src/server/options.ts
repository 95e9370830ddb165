import { Command, InvalidArgumentError, Option } from 'commander'
import type { Settings } from './settings.ts'

export const DEFAULT_PORT = 4321
const DEFAULT_HOST = '127.0.0.1'
/** Addresses that only this machine reaches. */
const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/

export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** Whether somebody named this port, so that another one would surprise them. */
  readonly portWasAsked: boolean
  readonly open: boolean
  /** Captures on this machine that the page opens. */
  readonly files: readonly string[]
  /** Whether the page may capture processes of this machine. */
  readonly allowCapture: boolean
}

interface Given {
  readonly port?: number
  readonly host?: string
  readonly open: boolean
  readonly file: readonly string[]
  readonly allowCapture?: boolean
}

/**
 * Reads what the command line asks of the server, and where it says nothing, the settings.
 * @throws CommanderError on wrong usage, after it has been printed
 */
export function readOptions(
  args: readonly string[],
  settings: Pick<Settings, 'port' | 'host' | 'baseUrl'>,
): ServeOptions {
  const command = new Command('npm start --')
    .description(
      'Serves Heapscope on this machine. Snapshots stay in the browser; what is shared is sealed there first.',
    )
    .addOption(
      new Option(
        '-p, --port <number>',
        `port to listen on; 0 takes any free one (default: $PORT, else ${DEFAULT_PORT} or the next free one)`,
      ).argParser(parsePort),
    )
    .option('--host <address>', `address to listen on (default: $HOST, else ${DEFAULT_HOST})`)
    .option('--no-open', 'do not open the browser')
    .addOption(
      new Option('--file <path>', 'a capture that the page opens; may be given several times')
        .argParser((path, before: string[]) => [...before, path])
        .default([], 'none'),
    )
    .option('--allow-capture', 'let the page capture processes of this machine, for who opens it here')
    .allowExcessArguments(false)
    .exitOverride()
  command.parse([...args], { from: 'user' })
  const { port, open, file: files, ...more } = command.opts<Given>()
  const host = more.host ?? settings.host ?? DEFAULT_HOST
  if (files.length > 0 && !LOOPBACK.test(host)) {
    command.error(
      `error: --file is for this machine only, and others reach ${host}; leave --host and HOST out.`,
    )
  }
  const { allowCapture = false } = more
  if (allowCapture && (!LOOPBACK.test(host) || settings.baseUrl)) {
    command.error(
      `error: --allow-capture is for this machine only, and others reach ${settings.baseUrl?.href ?? host}; leave --host, HOST and the public address out.`,
    )
  }
  const asked = port ?? settings.port ?? undefined
  return {
    host,
    open,
    files,
    allowCapture,
    port: asked ?? DEFAULT_PORT,
    portWasAsked: asked !== undefined,
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('Ports are numbers from 0 to 65535.')
  }
  return port
}
