import { once } from 'node:events'
import { request, type Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { App } from './http/app.ts'
import { listen, patienceFor, stopListening } from './listen.ts'

const PATIENCE = { headers: 300, request: 1000, silence: 400, keepAlive: 5000, lookEvery: 50 }

let server: Server
let port: number
const sockets: Socket[] = []

beforeEach(async () => {
  const app: App = new Hono()
  app.onError((_, context) => context.text('', 500))
  app.post('/', async (context) => context.text(String((await context.req.arrayBuffer()).byteLength)))
  app.get('/slow', async (context) => {
    await wait(900)
    return context.text('at last')
  })
  app.get('/large', () => {
    const block = new Uint8Array(1 << 20)
    return new Response(new ReadableStream({ pull: (controller) => controller.enqueue(block) }))
  })
  ;({ server, port } = await listen(app, { host: '127.0.0.1', port: 0, spare: 0, patience: PATIENCE }))
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  server.closeAllConnections()
  server.close()
})

function open(): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined)
  sockets.push(socket)
  return socket
}

/** How long until the server ends the connection, in ms. */
async function lifetime(socket: Socket): Promise<number> {
  const started = performance.now()
  socket.resume()
  await once(socket, 'close')
  return performance.now() - started
}

describe('a client that takes its time', () => {
  test('with its headers is sent away', async () => {
    const socket = open()
    socket.write('POST / HTTP/1.1\r\nHost: x\r\n')
    const drip = setInterval(() => socket.write('X-A: b\r\n'), 50)
    expect(await lifetime(socket)).toBeLessThan(2000)
    clearInterval(drip)
  })

  test('with a body of which nothing comes any more is sent away', async () => {
    const socket = open()
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc')
    expect(await lifetime(socket)).toBeLessThan(900)
  })

  test('with a body that comes drop by drop is sent away when the whole request takes too long', async () => {
    const socket = open()
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n')
    const drip = setInterval(() => socket.write('a'), 50)
    const ms = await lifetime(socket)
    clearInterval(drip)
    expect(ms).toBeGreaterThan(800)
    expect(ms).toBeLessThan(3000)
  })

  test('to read the answer is sent away', async () => {
    const socket = open()
    socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n')
    socket.pause()
    const [connection] = (await once(server, 'request')) as [{ socket: Socket }]
    const started = performance.now()
    await once(connection.socket, 'close')
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

test('who waits for us may wait', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/slow`)
  expect(await response.text()).toBe('at last')
})

test('parts of an upload may come as slowly as 16 KiB a second', () => {
  expect(patienceFor(8 * 2 ** 20).request).toBe(512_000)
  expect(patienceFor(1).request).toBe(300_000)
})

describe('stopping', () => {
  test('waits for requests that run, and takes no others', async () => {
    const answer = fetch(`http://127.0.0.1:${port}/slow`).then((response) => response.text())
    await once(server, 'request')
    const stopped = stopListening(server, 5000)
    await expect(fetch(`http://127.0.0.1:${port}/slow`)).rejects.toThrow(/fetch failed/)
    expect(await answer).toBe('at last')
    const answered = performance.now()
    await stopped
    // The connection would have been kept for longer.
    expect(performance.now() - answered).toBeLessThan(3000)
  })

  test('does not wait for connections without a request, nor longer than it was told', async () => {
    const keeping = request({ port, host: '127.0.0.1', path: '/', method: 'POST' })
    keeping.on('error', () => undefined)
    keeping.write('a')
    await once(server, 'request')
    open()
    const started = performance.now()
    await stopListening(server, 100)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
