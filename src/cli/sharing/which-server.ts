import type { ServerConfig } from '#protocol/share-api.ts'
import { readConfig } from '#sharing/share-client.ts'
import { ShareError } from '#sharing/share-error.ts'
import { UsageError } from '../input.ts'

/** Where a server listens that was started on this machine and was told nothing. */
const USUAL_SERVER = 'http://localhost:4321/'
const SERVER_VARIABLE = 'HEAPSCOPE_SERVER'

/**
 * The address of the sharing server: what the command line says, else the environment, else the usual one on this machine.
 * @returns the folder of its page, with a slash at its end
 * @throws UsageError where it is no address
 */
export function serverFrom(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const text = option ?? (environment[SERVER_VARIABLE] || USUAL_SERVER)
  const address = URL.canParse(text) ? new URL(text) : null
  if (!address || !/^https?:$/.test(address.protocol)) {
    throw new UsageError(`'${text}' is no address of a server; it looks like https://heapscope.example/.`)
  }
  return new URL(address.pathname.replace(/\/?$/, '/'), address.origin).href
}

/** @throws ShareError, with what to do where no sharing server answers */
export async function configOf(server: string): Promise<ServerConfig> {
  try {
    return await readConfig(server)
  } catch (error) {
    if (!(error instanceof ShareError) || (error.code !== 'offline' && error.code !== 'no-server'))
      throw error
    throw new ShareError(
      error.code,
      `No sharing server answers at ${server}; start one with heapscope serve, or name another with --server or ${SERVER_VARIABLE}.`,
    )
  }
}
