import { randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiProblem, SHARE_HEADER, shareId, UPLOAD_TOKEN_HEADER } from '#protocol/share-api.ts'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import { type Ask, begin, begun, head, metadata, patch, share, terminate } from '../testing/tus-requests.ts'

let server: TestServer
let ask: Ask
const bytes = randomBytes(100_000)

async function open(environment: Record<string, string> = {}): Promise<void> {
  await server?.close()
  server = await openTestServer(environment)
  ask = (path, init) => server.app.request(path, init)
}

beforeEach(() => open())
afterEach(() => server.close())

async function problem(response: Response) {
  const { code } = apiProblem.parse(await response.json())
  return { status: response.status, code }
}

function blobs(): string[] {
  return readdirSync(join(server.data, 'blobs')).filter((name) => !name.endsWith('.json'))
}

async function content(id: string): Promise<Buffer> {
  return Buffer.from(await (await ask(`/api/shares/${id}/content`)).arrayBuffer())
}

test('a new upload is named by an id that nobody chose, at an address relative to where it was asked for', async () => {
  const response = await begin(ask, 1000)
  const id = shareId.parse(response.headers.get(SHARE_HEADER))
  expect(response.headers.get('location')).toBe(`uploads/${id}`)
  expect(response.headers.get('tus-resumable')).toBe('1.0.0')
  expect(await begun(ask, 1000)).not.toBe(id)
})

test('what comes in parts is put together', async () => {
  const id = await begun(ask, bytes.length)
  for (let at = 0; at < bytes.length; at += 30_000) {
    expect((await head(ask, id)).headers.get('upload-offset')).toBe(String(at))
    const response = await patch(ask, id, at, bytes.subarray(at, at + 30_000))
    expect(response.status).toBe(204)
  }
  expect((await content(id)).equals(bytes)).toBe(true)
})

test('a body that breaks off leaves what came of it, and the rest goes on from there', async () => {
  const id = await begun(ask, bytes.length)
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(bytes.subarray(0, 40_000))
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      controller.error(new Error('gone'))
    },
  })
  expect((await patch(ask, id, 0, broken)).status).toBe(503)
  const offset = Number((await head(ask, id)).headers.get('upload-offset'))
  expect(offset).toBe(40_000)
  expect((await patch(ask, id, offset, bytes.subarray(offset))).status).toBe(204)
  expect((await content(id)).equals(bytes)).toBe(true)
})

test('a share that has all its bytes when the server is killed is completed when its upload is asked about', async () => {
  const id = await begun(ask, bytes.length)
  await server.stores.blobs.uploads.write(new Blob([bytes]).stream() as never, id, 0)
  expect((await ask(`/api/shares/${id}`)).status).toBe(409)
  const response = await head(ask, id)
  expect(response.headers.get('upload-offset')).toBe(response.headers.get('upload-length'))
  expect((await content(id)).equals(bytes)).toBe(true)
})

describe('what is refused', () => {
  test.each([
    ['no metadata', { 'Upload-Metadata': '' }, 400, 'bad-request'],
    ['an expiry that nobody offers', { 'Upload-Metadata': metadata('2') }, 400, 'bad-request'],
    ['no length', { 'Upload-Length': '' }, 400, 'bad-request'],
    ['no bytes', { 'Upload-Length': '0' }, 400, 'bad-request'],
    ['a length that is no number', { 'Upload-Length': '-1' }, 400, 'bad-request'],
    ['more than the server takes', { 'Upload-Length': '2000000001' }, 413, 'too-big'],
    ['another protocol', { 'Tus-Resumable': '0.2.2' }, 400, 'bad-request'],
  ])('%s', async (_, headers, status, code) => {
    expect(await problem(await begin(ask, 1000, headers))).toEqual({ status, code })
    expect(blobs()).toEqual([])
    expect(await server.stores.store.totals()).toEqual([])
  })

  test('a length that is only known later', async () => {
    const response = await ask('/api/uploads', {
      method: 'POST',
      headers: { 'Tus-Resumable': '1.0.0', 'Upload-Defer-Length': '1', 'Upload-Metadata': metadata() },
    })
    expect(await problem(response)).toEqual({ status: 400, code: 'bad-request' })
  })

  test('an expiry that this server does not offer', async () => {
    await open({ HEAPSCOPE_EXPIRIES: '1,7' })
    const response = await begin(ask, 1000, { 'Upload-Metadata': metadata('0') })
    expect(await problem(response)).toEqual({ status: 400, code: 'bad-request' })
  })

  test('more bytes than were announced, whether the request says so or not', async () => {
    const id = await begun(ask, 1000)
    expect(await problem(await patch(ask, id, 0, bytes.subarray(0, 1001)))).toEqual({
      status: 413,
      code: 'too-big',
    })
    const stream = new Blob([bytes]).stream()
    const response = await patch(ask, id, 0, stream)
    expect(response.status).toBeGreaterThanOrEqual(400)
    const offset = Number((await head(ask, id)).headers.get('upload-offset'))
    expect(offset).toBeLessThanOrEqual(1000)
  })

  test('bytes at another place than the next', async () => {
    const id = await begun(ask, 1000)
    expect(await problem(await patch(ask, id, 500, bytes.subarray(0, 500)))).toEqual({
      status: 409,
      code: 'bad-request',
    })
  })

  test.each(['PATCH', 'DELETE', 'HEAD'])('%s of an upload that is not there', async (method) => {
    const response = await ask(`/api/uploads/${'A'.repeat(22)}`, {
      method,
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
      },
    })
    expect(response.status).toBe(404)
  })

  test('reading by the address of an upload', async () => {
    const id = await share(ask, bytes)
    expect(await problem(await ask(`/api/uploads/${id}`))).toEqual({ status: 405, code: 'bad-request' })
  })
})

describe('who has the link', () => {
  test('cannot change or end a share by the address of its upload', async () => {
    const id = await share(ask, bytes)
    expect(await problem(await terminate(ask, id))).toEqual({ status: 403, code: 'unauthorized' })
    expect(await problem(await patch(ask, id, bytes.length, 'more'))).toEqual({
      status: 403,
      code: 'unauthorized',
    })
    expect((await content(id)).equals(bytes)).toBe(true)
  })

  test('does not learn the hash of its deletion token', async () => {
    const id = await share(ask, bytes)
    expect((await head(ask, id)).headers.get('upload-metadata') ?? '').toBe('')
  })
})

test('an upload that is ended leaves nothing', async () => {
  const id = await begun(ask, bytes.length)
  await patch(ask, id, 0, bytes.subarray(0, 100))
  expect((await terminate(ask, id)).status).toBe(204)
  expect(readdirSync(join(server.data, 'blobs'))).toEqual([])
  expect((await head(ask, id)).status).toBe(404)
  expect(await server.stores.store.totals()).toEqual([])
})

test('ending goes on where an earlier attempt was stopped between bytes and record', async () => {
  const id = await begun(ask, bytes.length)
  await server.stores.blobs.remove(id)
  expect((await terminate(ask, id)).status).toBe(204)
  expect(await server.stores.store.find(id)).toBeNull()
})

describe('an upload token', () => {
  const token = 'only-for-our-own-people'
  beforeEach(() => open({ HEAPSCOPE_UPLOAD_TOKEN: token }))

  test('is asked for, and nothing else about it is said', async () => {
    expect(await (await ask('/api/config')).json()).toMatchObject({ tokenRequired: true })
    expect(await problem(await begin(ask, 1000))).toEqual({ status: 401, code: 'unauthorized' })
    for (const wrong of ['x', `${token}x`, token.slice(1)]) {
      const response = await begin(ask, 1000, { [UPLOAD_TOKEN_HEADER]: wrong })
      expect(await problem(response)).toEqual({ status: 403, code: 'unauthorized' })
    }
    expect((await begin(ask, 1000, { [UPLOAD_TOKEN_HEADER]: token })).status).toBe(201)
  })
})

describe('room', () => {
  test('an address has its quota, and gets it back', async () => {
    await open({ HEAPSCOPE_QUOTA_PER_ADDRESS: '150KB' })
    const id = await share(ask, bytes)
    expect(await problem(await begin(ask, bytes.length))).toEqual({ status: 507, code: 'over-quota' })
    await server.stores.store.remove(id)
    expect((await begin(ask, bytes.length)).status).toBe(201)
  })

  test('behind a proxy each of its clients has its own', async () => {
    await open({ HEAPSCOPE_QUOTA_PER_ADDRESS: '150KB', HEAPSCOPE_TRUST_PROXY: '1' })
    const from = (address: string) => begin(ask, bytes.length, { 'X-Forwarded-For': address })
    expect((await from('192.0.2.1')).status).toBe(201)
    expect((await from('192.0.2.1')).status).toBe(507)
    // What a client writes there itself stands further left.
    expect((await from('192.0.2.9, 192.0.2.1')).status).toBe(507)
    expect((await from('192.0.2.2')).status).toBe(201)
    expect((await from('2001:db8::1')).status).toBe(201)
    expect((await from('2001:db8::2')).status).toBe(507)
  })

  test('too many uploads from one address have to wait', async () => {
    await open({ HEAPSCOPE_RATE_UPLOADS: '2' })
    expect((await begin(ask, 10)).status).toBe(201)
    expect((await begin(ask, 10)).status).toBe(201)
    const third = await begin(ask, 10)
    expect(Number(third.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await problem(third)).toEqual({ status: 429, code: 'too-many' })
  })
})
