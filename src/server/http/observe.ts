import { randomBytes } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { MiddlewareHandler } from 'hono'
import type { Carried, Parts, RequestContext } from './parts.ts'
import { methodName, routeName } from './route-names.ts'
import { scrubbed } from './secrets.ts'

interface Counts {
  readonly read: number
  readonly written: number
}

/**
 * One line in the log for each request, and its metrics, when the answer has been sent or the client has gone. Neither
 * knows paths, ids, tokens, bodies or addresses.
 */
export function observe({ log, metrics }: Parts): MiddlewareHandler<Carried> {
  const seen = new WeakMap<Socket, Counts>()
  return async (context, next) => {
    const started = performance.now()
    const requestId = randomBytes(8).toString('hex')
    const method = methodName(context.req.method)
    const route = routeName(context.req.path)
    await next()
    context.header('X-Request-Id', requestId)
    const status = context.res.status
    const problem = problemOf(context)
    whenOver(context.env?.outgoing, (whole) => {
      const ms = performance.now() - started
      const { read, written } = passed(context.env?.incoming?.socket, seen)
      metrics.requests.inc({ method, route, status: String(status) })
      metrics.durations.observe({ method, route }, ms / 1000)
      metrics.received.inc({ route }, read)
      metrics.sent.inc({ route }, written)
      const line = { requestId, method, route, status, ms: Math.round(ms), received: read, sent: written }
      const more = { ...(whole ? {} : { aborted: true }), ...(problem ? { problem } : {}) }
      log[status >= 500 && whole ? 'error' : 'info']({ ...line, ...more }, 'request')
    })
  }
}

function whenOver(outgoing: Partial<ServerResponse> | undefined, work: (whole: boolean) => void): void {
  if (!outgoing?.once) return work(true)
  outgoing.once('close', () => work(outgoing.writableFinished === true))
}

/** What passed through the socket since the last request on it. */
function passed(socket: Socket | undefined, seen: WeakMap<Socket, Counts>): Counts {
  if (!socket) return { read: 0, written: 0 }
  const before = seen.get(socket) ?? { read: 0, written: 0 }
  const now = { read: socket.bytesRead, written: socket.bytesWritten }
  seen.set(socket, now)
  return { read: now.read - before.read, written: now.written - before.written }
}

/** The innermost reason: what the client is told hides it. */
function problemOf(context: RequestContext): string | null {
  let error: unknown = context.error
  while (error instanceof Error && error.cause) error = error.cause
  return error === undefined ? null : scrubbed(error instanceof Error ? error.message : JSON.stringify(error))
}
