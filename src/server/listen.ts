import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { App } from './http/app.ts'
import { expectProgress } from './progress.ts'

/** How long clients may take, in ms. */
export interface Patience {
  /** For the headers of a request. */
  readonly headers: number
  /** For a whole request. */
  readonly request: number
  /** For the next bytes, in either direction. */
  readonly silence: number
  /** For the next request on a connection. */
  readonly keepAlive: number
  /** How often the first two are looked at. */
  readonly lookEvery: number
}

/** The slowest connection that can still send a part of an upload in one request, in bytes a second. */
const SLOWEST = 16 * 2 ** 10

/** @param chunkBytes what clients are asked to send at once */
export function patienceFor(chunkBytes: number): Patience {
  return {
    headers: 20_000,
    request: Math.max(300_000, Math.ceil((chunkBytes / SLOWEST) * 1000)),
    silence: 60_000,
    // Longer than proxies keep theirs, so that none sends a request on a connection that we close.
    keepAlive: 75_000,
    lookEvery: 5_000,
  }
}

/** How many connections may wait to be taken, as far as the system allows: of more that come at once, some are reset. */
const BACKLOG = 4096

export interface ListenOptions {
  readonly host: string
  readonly port: number
  /** How many ports after `port` may be tried while they are taken. */
  readonly spare: number
  readonly patience?: Patience
}

export interface Listening {
  readonly server: Server
  readonly port: number
}

/**
 * Listens on the first free port from `port` to `port + spare`; port 0 lets the system choose.
 * @throws the system's error, `EADDRINUSE` where all of them are taken
 */
export async function listen(app: App, options: ListenOptions): Promise<Listening> {
  for (let offset = 0; ; offset++) {
    try {
      return await listenOn(app, options, options.port + offset)
    } catch (error) {
      if (!isTaken(error) || offset >= options.spare) throw error
    }
  }
}

export function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}

function listenOn(app: App, { host, patience }: ListenOptions, port: number): Promise<Listening> {
  const { headers, request, silence, keepAlive, lookEvery } = patience ?? patienceFor(0)
  return new Promise((resolve, reject) => {
    const server = createAdaptorServer({
      fetch: app.fetch,
      serverOptions: {
        headersTimeout: headers,
        requestTimeout: request,
        keepAliveTimeout: keepAlive,
        connectionsCheckingInterval: lookEvery,
      },
    }) as Server
    expectProgress(server, silence)
    server.once('error', reject)
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject)
      const address = server.address() as AddressInfo
      resolve({ server, port: address.port })
    })
  })
}

/** Stops taking connections, lets requests that run come to their end for `ms`, then ends what is left. */
export function stopListening(server: Server, ms: number): Promise<void> {
  return new Promise((resolve) => {
    // A connection becomes idle when its request is over.
    const idle = setInterval(() => server.closeIdleConnections(), 50)
    const end = setTimeout(() => server.closeAllConnections(), ms)
    server.close(() => {
      clearInterval(idle)
      clearTimeout(end)
      resolve()
    })
  })
}
