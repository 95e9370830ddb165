import type { AddressInfo } from 'node:net'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import type { Hono } from 'hono'

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** How many ports after `port` may be tried while they are taken. */
  readonly spare: number
}

export interface Listening {
  readonly server: ServerType
  readonly port: number
}

/**
 * Listens on the first free port from `port` to `port + spare`; port 0 lets the system choose.
 * @throws the system's error, `EADDRINUSE` where all of them are taken
 */
export async function listen(app: Hono, { host, port, spare }: ListenOptions): Promise<Listening> {
  for (let offset = 0; ; offset++) {
    try {
      return await listenOn(app, host, port + offset)
    } catch (error) {
      if (!isTaken(error) || offset >= spare) throw error
    }
  }
}

export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function listenOn(app: Hono, host: string, port: number): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = createAdaptorServer({ fetch: app.fetch })
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address = server.address() as AddressInfo
      resolve({ server, port: address.port })
    })
  })
}
