import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readdirSync, readlinkSync } from 'node:fs'
import { request, type Server } from 'node:http'
import { join } from 'node:path'
import { Upload } from 'tus-js-client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen } from '../listen.ts'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import { type Ask, begun, head, metadata, patch } from '../testing/tus-requests.ts'

let server: TestServer
let http: Server
let address: string
let ask: Ask
const bytes = randomBytes(3_000_000)

beforeEach(async () => {
  server = await openTestServer({ HEAPSCOPE_BASE_URL: 'https://example.org/heaps' })
  const listening = await listen(server.app, { host: '127.0.0.1', port: 0, spare: 0 })
  http = listening.server
  address = `http://127.0.0.1:${listening.port}`
  ask = (path, init) => fetch(address + path, init)
})
afterEach(async () => {
  http.closeAllConnections()
  http.close()
  await server.close()
})

const metadataOf = () =>
  Object.fromEntries(
    metadata()
      .split(',')
      .map((pair) => pair.split(' '))
      .map(([name, value]) => [name!, Buffer.from(value!, 'base64').toString()]),
  )

async function expectWhole(url: string | null): Promise<void> {
  const id = url!.split('/').at(-1)!
  const content = await ask(`/api/shares/${id}/content`)
  expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true)
}

test.each(['', '/heaps'])('the usual client uploads in parts, below "%s"', async (base) => {
  const url = await new Promise<string | null>((resolve, reject) => {
    const upload = new Upload(bytes, {
      endpoint: `${address}${base}/api/uploads`,
      chunkSize: 1_000_000,
      metadata: metadataOf(),
      onError: reject,
      onSuccess: () => resolve(upload.url),
    })
    upload.start()
  })
  expect(url).toMatch(new RegExp(`^${address}${base}/api/uploads/[\\w-]{22}$`))
  await expectWhole(url)
})

test('the usual client goes on after it was stopped', async () => {
  const url = await new Promise<string>((resolve, reject) => {
    const first = new Upload(bytes, {
      endpoint: `${address}/api/uploads`,
      chunkSize: 500_000,
      metadata: metadataOf(),
      onError: reject,
      onChunkComplete: (_, accepted) => {
        if (accepted >= 1_000_000) void first.abort().then(() => resolve(first.url!))
      },
    })
    first.start()
  })
  await new Promise<void>((resolve, reject) => {
    new Upload(bytes, { uploadUrl: url, onError: reject, onSuccess: () => resolve() }).start()
  })
  await expectWhole(url)
})

test('whoever comes back does not wait for the connection on which nothing comes any more', async () => {
  const id = await begun(ask, bytes.length)
  const hanging = request(`${address}/api/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
      'Content-Length': String(bytes.length),
    },
  })
  hanging.on('error', () => undefined)
  hanging.write(bytes.subarray(0, 1_000_000))
  const [incoming] = (await once(http, 'request')) as [{ url: string }]
  expect(incoming.url).toContain(id)
  await expect.poll(async () => await server.stores.blobs.size(id)).toBe(1_000_000)
  const started = performance.now()
  const offset = Number((await head(ask, id)).headers.get('upload-offset'))
  expect(performance.now() - started).toBeLessThan(5000)
  expect(offset).toBe(1_000_000)
  expect((await patch(ask, id, offset, bytes.subarray(offset))).status).toBe(204)
  await expectWhole(id)
  hanging.destroy()
})

const DESCRIPTORS = '/proc/self/fd'

test.runIf(existsSync(DESCRIPTORS))(
  'a client that goes away in the middle of a download leaves no file open',
  async () => {
    // More than the buffers between us hold.
    const large = Buffer.concat(Array.from({ length: 8 }, () => bytes))
    const id = await begun(ask, large.length)
    await patch(ask, id, 0, large)
    const open = () =>
      readdirSync(DESCRIPTORS).filter((name) => {
        try {
          return readlinkSync(join(DESCRIPTORS, name)).endsWith(id)
        } catch {
          // It was closed in between.
          return false
        }
      }).length
    let most = 0
    for (let i = 0; i < 10; i++) {
      const controller = new AbortController()
      const response = await ask(`/api/shares/${id}/content`, { signal: controller.signal })
      await response.body!.getReader().read()
      most = Math.max(most, open())
      controller.abort()
    }
    expect(most).toBeGreaterThan(0)
    await expect.poll(open, { timeout: 5000 }).toBe(0)
  },
)
