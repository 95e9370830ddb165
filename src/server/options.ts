import { Command, InvalidArgumentError, Option } from 'commander'
import type { Settings } from './settings.ts'

export const DEFAULT_PORT = 4321
const DEFAULT_HOST = '127.0.0.1'

export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** Whether somebody named this port, so that another one would surprise them. */
  readonly portWasAsked: boolean
  readonly open: boolean
}

/**
 * Reads what the command line asks of the server, and where it says nothing, the settings.
 * @throws CommanderError on wrong usage, after it has been printed
 */
export function readOptions(
  args: readonly string[],
  settings: Pick<Settings, 'port' | 'host'>,
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
    .allowExcessArguments(false)
    .exitOverride()
  command.parse([...args], { from: 'user' })
  const { port, host, open } = command.opts<{ port?: number; host?: string; open: boolean }>()
  const asked = port ?? settings.port ?? undefined
  return {
    host: host ?? settings.host ?? DEFAULT_HOST,
    open,
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
