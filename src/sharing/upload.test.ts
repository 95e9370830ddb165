import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { SHARE_HEADER, UPLOAD_TOKEN_HEADER } from '#protocol/share-api.ts'
import { ShareUpload, type UploadRequest } from './upload.ts'

const ID = 'AbCdEfGhIjKlMnOpQrStUv'
const UPLOADS = '/api/uploads'
const CONTENT = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7)

/** What a request gets instead of its answer; `go` answers it. */
type Answer = (request: IncomingMessage, response: ServerResponse, go: () => void) => void

/** As much of a tus server as uploads need, with faults that tests plan. */
class TusServer {
  readonly #server: Server
  /** What was sent so far. */
  received = Buffer.alloc(0)
  /** Methods, in their order. */
  readonly asked: string[] = []
  readonly headers: Record<string, unknown>[] = []
  /** What the next requests of a method get, one after the other. */
  readonly planned: Partial<Record<string, Answer[]>> = {}

  constructor() {
    this.#server = createServer((request, response) => {
      const method = request.method!
      this.asked.push(method)
      this.headers.push(request.headers)
      const go = () => void this.#answer(method, request, response)
      const answer = this.planned[method]?.shift()
      if (answer) answer(request, response, go)
      else go()
    })
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  async #answer(method: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Tus-Resumable', '1.0.0')
    if (method === 'POST') {
      response.writeHead(201, { Location: `${UPLOADS}/${ID}`, [SHARE_HEADER]: ID }).end()
    } else if (method === 'PATCH') {
      try {
        for await (const bytes of request) this.received = Buffer.concat([this.received, bytes as Buffer])
        response.writeHead(204, { 'Upload-Offset': this.received.length }).end()
      } catch {
        // The sender hung up, or a test had the connection cut; what came counts.
      }
    } else if (method === 'HEAD') {
      response
        .writeHead(200, { 'Upload-Offset': this.received.length, 'Upload-Length': CONTENT.length })
        .end()
    } else {
      response.writeHead(204).end()
    }
  }
}

let tus: TusServer
let server: string
let folder: string

beforeEach(async () => {
  tus = new TusServer()
  server = await tus.listen()
  folder = mkdtempSync(join(tmpdir(), 'heapscope-upload-'))
  writeFileSync(join(folder, 'sealed'), CONTENT)
})

afterEach(() => {
  vi.useRealTimers()
  tus.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Waiting takes no time, talking does. */
function hurry(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.setTimerTickMode('nextTimerAsync')
}

function upload(wishes: Partial<UploadRequest> = {}) {
  const begun: string[] = []
  const progress: number[] = []
  const request: UploadRequest = {
    server,
    config: {
      maxUploadBytes: 1 << 20,
      expiries: [7],
      defaultExpiry: 7,
      tokenRequired: false,
      chunkBytes: 40_000,
    },
    data: createReadStream(join(folder, 'sealed')),
    bytes: CONTENT.length,
    expires: 7,
    deleteHash: 'ab'.repeat(32),
    uploadToken: null,
    uploadUrl: null,
    ...wishes,
  }
  const listener = {
    begun: (id: string, url: string) => void begun.push(`${id} ${url}`),
    progress: (bytes: number) => void progress.push(bytes),
  }
  return { upload: new ShareUpload(request, listener), begun, progress }
}

const refusal =
  (status: number, code: string, headers: Record<string, string> = {}): Answer =>
  (_, response) =>
    void response.writeHead(status, headers).end(JSON.stringify({ code, message: `This is ${code}.` }))

/** Takes some bytes and cuts the connection. */
const breakAfter =
  (least: number): Answer =>
  (request, response) => {
    let came = 0
    request.on('error', () => undefined)
    request.on('data', (bytes: Buffer) => {
      if (came >= least) return
      tus.received = Buffer.concat([tus.received, bytes])
      came += bytes.length
      if (came >= least) response.destroy()
    })
  }

const arrived = () => tus.received.equals(CONTENT)

describe('an upload', () => {
  test('sends a file in the pieces the server likes, and says how far it is', async () => {
    const { upload: running, begun, progress } = upload({ uploadToken: 'let me in' })
    await running.run()
    expect(arrived()).toBe(true)
    expect(tus.asked).toEqual(['POST', 'PATCH', 'PATCH', 'PATCH'])
    expect(begun).toEqual([`${ID} ${server}api/uploads/${ID}`])
    expect(progress.at(-1)).toBe(CONTENT.length)
    expect(progress.toSorted((a, b) => a - b)).toEqual(progress)
    const [created] = tus.headers
    expect(created).toMatchObject({
      'upload-length': '100000',
      [UPLOAD_TOKEN_HEADER.toLowerCase()]: 'let me in',
      'upload-metadata': `expires ${btoa('7')},deleteHash ${btoa('ab'.repeat(32))}`,
    })
  })

  test('sends a Blob as well', async () => {
    // In Node the package reads buffers, in the page Blobs.
    const { upload: running } = upload({ data: Buffer.from(CONTENT) as unknown as Blob })
    await running.run()
    expect(arrived()).toBe(true)
  })

  test('whose connection breaks goes on where the server stopped', async () => {
    hurry()
    tus.planned['PATCH'] = [breakAfter(10_000), breakAfter(1)]
    const { upload: running, begun } = upload()
    await running.run()
    expect(arrived()).toBe(true)
    expect(tus.asked.slice(0, 5)).toEqual(['POST', 'PATCH', 'HEAD', 'PATCH', 'HEAD'])
    expect(new Set(begun).size).toBe(1)
  })

  test('waits for a server that is out of order for a moment', async () => {
    hurry()
    tus.planned['POST'] = [refusal(503, 'unavailable'), refusal(429, 'too-many')]
    tus.planned['PATCH'] = [refusal(503, 'unavailable')]
    const { upload: running } = upload()
    await running.run()
    expect(arrived()).toBe(true)
  })

  test('does not begin anew because the server is out of order while it goes on', async () => {
    hurry()
    tus.planned['PATCH'] = [breakAfter(10_000)]
    tus.planned['HEAD'] = [refusal(503, 'unavailable')]
    const { upload: running } = upload()
    await running.run()
    expect(arrived()).toBe(true)
    expect(tus.asked.filter((method) => method === 'POST')).toHaveLength(1)
  })

  test('of which the server still holds the last request is tried again', async () => {
    hurry()
    tus.planned['PATCH'] = [breakAfter(10_000), (_, response) => void response.writeHead(423).end('locked')]
    const { upload: running } = upload()
    await running.run()
    expect(arrived()).toBe(true)
  })

  test.each([
    [400, 'bad-request'],
    [401, 'unauthorized'],
    [413, 'too-big'],
    [507, 'over-quota'],
  ])('that the server refuses with %d ends with %s and is not tried again', async (status, code) => {
    tus.planned['POST'] = [refusal(status, code)]
    const { upload: running } = upload()
    const expected = { name: 'ShareError', code, message: `This is ${code}.` }
    await expect(running.run()).rejects.toMatchObject(expected)
    expect(tus.asked).toEqual(['POST'])
  })

  test('gives up where the connection stays broken, and goes on when it is told to', async () => {
    hurry()
    const dead: Answer = (_, response) => void response.destroy()
    tus.planned['PATCH'] = [breakAfter(10_000)]
    tus.planned['HEAD'] = Array.from({ length: 5 }, () => dead)
    const { upload: running } = upload()
    await expect(running.run()).rejects.toMatchObject({ code: 'offline' })
    await running.run()
    expect(arrived()).toBe(true)
    expect(tus.asked.filter((method) => method === 'POST')).toHaveLength(1)
  })

  test('that was begun earlier goes on from there', async () => {
    tus.received = Buffer.from(CONTENT.subarray(0, 70_000))
    const { upload: running } = upload({ uploadUrl: `${server}api/uploads/${ID}` })
    await running.run()
    expect(arrived()).toBe(true)
    expect(tus.asked).toEqual(['HEAD', 'PATCH'])
  })
})

describe('a wrong answer', () => {
  test.each<[string, Answer]>([
    ['a page', (_, response) => void response.writeHead(200).end('<!doctype html>')],
    ['nothing', (_, response) => void response.writeHead(404).end()],
    ['no place', (_, response) => void response.writeHead(201).end()],
  ])('to the beginning, %s: there is no sharing server', async (_, answer) => {
    tus.planned['POST'] = [answer]
    await expect(upload().upload.run()).rejects.toMatchObject({ code: 'no-server' })
  })

  test('to a piece ends it', async () => {
    tus.planned['PATCH'] = [(_, response) => void response.writeHead(204).end()]
    await expect(upload().upload.run()).rejects.toMatchObject({ name: 'ShareError', code: 'no-server' })
  })

  test('that is cut off is a broken connection', async () => {
    hurry()
    tus.planned['POST'] = [
      (_, response) => {
        response.writeHead(201, { Location: `${UPLOADS}/${ID}`, 'Content-Length': 100 })
        response.write('half', () => setImmediate(() => response.destroy()))
      },
    ]
    const { upload: running } = upload()
    await running.run()
    expect(arrived()).toBe(true)
  })
})

describe('an upload that is', () => {
  test('cancelled sends no more', async () => {
    const { upload: running, progress } = upload()
    tus.planned['PATCH'] = [
      (_, __, go) => {
        go()
        void running.cancel()
      },
    ]
    await expect(running.run()).rejects.toMatchObject({ code: 'cancelled' })
    const asked = tus.asked.length
    await new Promise((resolve) => void setTimeout(resolve, 100))
    expect(tus.asked).toHaveLength(asked)
    expect(progress.at(-1)).toBeLessThan(CONTENT.length)
  })

  test('paused sends nothing until it goes on', async () => {
    const { upload: running } = upload()
    const paused = new Promise<void>((resolve) => {
      tus.planned['PATCH'] = [
        (_, __, go) => {
          go()
          void running.pause().then(resolve)
        },
      ]
    })
    const done = running.run()
    await paused
    const { length } = tus.asked
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(tus.asked).toHaveLength(length)
    running.resume()
    await done
    expect(arrived()).toBe(true)
  })
})
