import { Command, InvalidArgumentError, Option } from 'commander'

export const DEFAULT_PORT = 4321

export interface ServeOptions {
  readonly host: string
  readonly port: number
  /** Whether somebody named this port, so that another one would surprise them. */
  readonly portWasAsked: boolean
  readonly open: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads what the command line and the environment (`PORT`) ask of the server.
 * @throws CommanderError on wrong usage, after it has been printed
 */
export function readOptions(args: readonly string[], environment: Environment): ServeOptions {
  const command = new Command('npm start --')
    .description('Serves Heapscope on this machine. Snapshots stay in the browser; nothing is uploaded.')
    .addOption(
      new Option(
        '-p, --port <number>',
        `port to listen on; 0 takes any free one (default: $PORT, else ${DEFAULT_PORT} or the next free one)`,
      ).argParser(parsePort),
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--no-open', 'do not open the browser')
    .allowExcessArguments(false)
    .exitOverride()
  command.parse([...args], { from: 'user' })
  const { port, host, open } = command.opts<{ port?: number; host: string; open: boolean }>()
  const asked = port ?? portOf(command, environment)
  return { host, open, port: asked ?? DEFAULT_PORT, portWasAsked: asked !== undefined }
}

function portOf(command: Command, environment: Environment): number | undefined {
  const text = environment['PORT']
  if (!text) return undefined
  try {
    return parsePort(text)
  } catch {
    return command.error(`error: the environment's PORT is '${text}'; ports are numbers from 0 to 65535.`)
  }
}

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > 65_535) {
    throw new InvalidArgumentError('Ports are numbers from 0 to 65535.')
  }
  return port
}
