import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/**
 * Ends connections on which nothing has moved for `ms` although the client should send or take something. Where the
 * client waits for us (the disk may be slow), it may go on waiting.
 */
export function expectProgress(server: Server, ms: number): void {
  const running = new WeakMap<Socket, Exchange>()
  server.on('request', (request, response) => {
    running.set(request.socket, { request, response })
    response.once('close', () => running.delete(request.socket))
  })
  server.setTimeout(ms, (socket: Socket) => {
    const exchange = running.get(socket)
    if (exchange?.request.complete && !exchange.response.headersSent) {
      socket.setTimeout(ms)
    } else {
      socket.destroy()
    }
  })
}
