import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { deleteShare, download, readConfig, readInfo } from './share-client.ts'

const ID = 'AbCdEfGhIjKlMnOpQrStUv'
const CONFIG = {
  maxUploadBytes: 1000,
  expiries: [1, 7],
  defaultExpiry: 7,
  tokenRequired: false,
  chunkBytes: 100,
}
const INFO = { id: ID, bytes: 1000, created: '2026-11-26T21:00:00.000Z', expires: null }
const CONTENT = Uint8Array.from({ length: INFO.bytes }, (_, i) => i * 7)

let server: Server | undefined

afterEach(() => {
  vi.useRealTimers()
  server?.closeAllConnections()
  server?.close()
  server = undefined
})

/** A real server that answers as `answer` says. @returns its address */
function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  return new Promise((resolve) => {
    server = createServer(answer).listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server!.address() as AddressInfo).port}/tools/heapscope/`),
    )
  })
}

const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  serve((_, response) => response.writeHead(status, headers).end(body))

const problem = (code: string) => JSON.stringify({ code, message: `This is ${code}.` })

/** Waiting takes no time, talking does. */
function hurry(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.setTimerTickMode('nextTimerAsync')
}

const startOf = ({ headers }: IncomingMessage) => Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0)

/** Sends the content from where it is asked for, and hangs up after so many bytes; 0 sends all. */
function sendContent(request: IncomingMessage, response: ServerResponse, most: number): void {
  const from = startOf(request)
  const rest = CONTENT.subarray(from)
  response.writeHead(from > 0 ? 206 : 200, { 'Content-Length': rest.length })
  if (most === 0 || most >= rest.length) response.end(rest)
  else response.write(rest.subarray(0, most), () => setImmediate(() => response.destroy()))
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<number[]> {
  const all: number[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

const downloadFrom = (address: string, signal = new AbortController().signal) =>
  collect(download(address, INFO, signal))

describe('what the server says of itself', () => {
  test('is read from the folder of its page', async () => {
    let asked = ''
    const address = await serve((request, response) => {
      asked = request.url!
      response.end(JSON.stringify(CONFIG))
    })
    expect(await readConfig(address)).toEqual(CONFIG)
    expect(asked).toBe('/tools/heapscope/api/config')
  })

  test.each([
    ['a page', 200, '<!doctype html>'],
    ['something else in JSON', 200, '{"maxUploadBytes":-1}'],
    ['half of it', 200, JSON.stringify(CONFIG).slice(0, 40)],
    ['that there is nothing', 404, 'Not found'],
  ])('is %s: then there is no sharing server', async (_, status, body) => {
    const address = await answering(status, body)
    await expect(readConfig(address)).rejects.toMatchObject({ name: 'ShareError', code: 'no-server' })
  })

  test('is nothing where nobody listens', async () => {
    const address = await answering(200, '')
    await new Promise((resolve) => server!.close(resolve))
    await expect(readConfig(address)).rejects.toMatchObject({ name: 'ShareError', code: 'offline' })
  })
})

describe('a refusal', () => {
  test.each([
    [404, 'gone'],
    [410, 'expired'],
    [409, 'incomplete'],
    [401, 'unauthorized'],
    [503, 'unavailable'],
  ])('%d says why: %s', async (status, code) => {
    const address = await answering(status, problem(code), { 'Retry-After': '30' })
    const expected = { name: 'ShareError', code, message: `This is ${code}.`, retryAfter: 30 }
    await expect(readInfo(address, ID)).rejects.toMatchObject(expected)
  })

  test('of a proxy in front of the server is worth another try', async () => {
    const address = await answering(502, '<html>Bad gateway</html>')
    await expect(readInfo(address, ID)).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test('who deletes shows the token', async () => {
  let seen = {}
  const address = await serve(({ method, url, headers }, response) => {
    seen = { method, url, authorization: headers.authorization }
    response.writeHead(204).end()
  })
  await deleteShare(address, ID, 'secret')
  expect(seen).toEqual({
    method: 'DELETE',
    url: `/tools/heapscope/api/shares/${ID}`,
    authorization: 'Bearer secret',
  })
})

describe('a download', () => {
  test('comes whole', async () => {
    const address = await serve((request, response) => sendContent(request, response, 0))
    expect(await downloadFrom(address)).toEqual([...CONTENT])
  })

  test('that breaks again and again goes on at the byte where it stopped', async () => {
    hurry()
    const starts: number[] = []
    const address = await serve((request, response) => {
      starts.push(startOf(request))
      sendContent(request, response, 130)
    })
    expect(await downloadFrom(address)).toEqual([...CONTENT])
    expect(starts).toEqual([0, 130, 260, 390, 520, 650, 780, 910])
  })

  test('waits for a server that is out of order for a moment', async () => {
    hurry()
    let asked = 0
    const address = await serve((request, response) => {
      if (asked++ < 3) response.writeHead(503).end(problem('unavailable'))
      else sendContent(request, response, 0)
    })
    expect(await downloadFrom(address)).toEqual([...CONTENT])
  })

  test('that stays broken gives up after a few tries', async () => {
    hurry()
    let asked = 0
    const address = await serve((_, response) => {
      asked++
      response.destroy()
    })
    await expect(downloadFrom(address)).rejects.toMatchObject({ code: 'offline' })
    expect(asked).toBe(7)
  })

  test('of a share that was deleted meanwhile is not tried again', async () => {
    let asked = 0
    const address = await serve((request, response) => {
      if (asked++ === 0) sendContent(request, response, 100)
      else response.writeHead(404).end(problem('gone'))
    })
    await expect(downloadFrom(address)).rejects.toMatchObject({ code: 'gone' })
    expect(asked).toBe(2)
  })

  test('is refused where the server begins again from the start', async () => {
    const address = await serve((_, response) => {
      response.writeHead(200, { 'Content-Length': CONTENT.length })
      response.write(CONTENT.subarray(0, 100), () => setImmediate(() => response.destroy()))
    })
    await expect(downloadFrom(address)).rejects.toMatchObject({ code: 'no-server' })
  })

  test('of less than was said is said to be cut off', async () => {
    const address = await serve((request, response) => {
      if (startOf(request) > 0) response.writeHead(416).end(problem('bad-request'))
      else response.end(CONTENT.subarray(0, 100))
    })
    await expect(downloadFrom(address)).rejects.toMatchObject({ code: 'cut-off' })
  })

  test('ends when it is cancelled, whether bytes come or it waits', async () => {
    for (const least of [0, 100]) {
      const cancel = new AbortController()
      const address = await serve((request, response) => {
        if (least === 0) response.destroy()
        else sendContent(request, response, 0)
      })
      let came = 0
      const run = async () => {
        for await (const chunk of download(address, { ...INFO, bytes: 2000 }, cancel.signal)) {
          came += chunk.length
          cancel.abort()
        }
      }
      const ended = run()
      if (least === 0) setTimeout(() => cancel.abort(), 100)
      await expect(ended).rejects.toMatchObject({ code: 'cancelled' })
      expect(came).toBeGreaterThanOrEqual(least)
      server!.closeAllConnections()
      server!.close()
    }
  })
})
