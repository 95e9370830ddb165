import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apiProblem, serverConfig, shareInfo } from '#protocol/share-api.ts'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import { type Ask, begun, metadata, remove, share, TOKEN } from '../testing/tus-requests.ts'

const DAY = 86_400_000
const NOBODYS = 'A'.repeat(22)

let server: TestServer
let ask: Ask
const bytes = randomBytes(200_000)

beforeEach(async () => {
  server = await openTestServer()
  ask = (path, init) => server.app.request(path, init)
})
afterEach(() => server.close())

async function problem(response: Response) {
  const { code, message } = apiProblem.parse(await response.json())
  expect(message).toMatch(/^[A-Z].*\.$/)
  return { status: response.status, code }
}

test('says what it takes', async () => {
  const response = await ask('/api/config')
  expect(response.headers.get('cache-control')).toBe('private, no-store')
  expect(serverConfig.parse(await response.json())).toEqual({
    maxUploadBytes: 2e9,
    expiries: [1, 7, 30, 90, 0],
    defaultExpiry: 7,
    tokenRequired: false,
    chunkBytes: 8 * 2 ** 20,
  })
})

test('gives back what was uploaded, and says how long it keeps it', async () => {
  const id = await share(ask, bytes)
  const info = shareInfo.parse(await (await ask(`/api/shares/${id}`)).json())
  expect(info).toMatchObject({ id, bytes: bytes.length })
  expect(Date.parse(info.expires!) - Date.parse(info.created)).toBe(7 * DAY)
  const content = await ask(`/api/shares/${id}/content`)
  expect(Buffer.from(await content.arrayBuffer()).equals(bytes)).toBe(true)
  expect(Object.fromEntries(content.headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-store',
    'content-disposition': 'attachment',
    'content-length': String(bytes.length),
    'content-type': 'application/octet-stream',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  })
  expect(content.headers.get('etag')).toBeNull()
})

describe('ranges', () => {
  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=199990-', 199_990, 200_000],
    ['bytes=-1', 199_999, 200_000],
    ['bytes=100-999999', 100, 200_000],
  ])('%s', async (Range, from, to) => {
    const id = await share(ask, bytes)
    const response = await ask(`/api/shares/${id}/content`, { headers: { Range } })
    expect(response.status).toBe(206)
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/${bytes.length}`)
    expect(response.headers.get('content-length')).toBe(String(to - from))
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes.subarray(from, to))).toBe(true)
  })

  test('beyond the end there is nothing', async () => {
    const id = await share(ask, bytes)
    const response = await ask(`/api/shares/${id}/content`, { headers: { Range: 'bytes=200000-' } })
    expect(response.headers.get('content-range')).toBe('bytes */200000')
    expect(await problem(response)).toEqual({ status: 416, code: 'bad-request' })
  })

  test('HEAD says how long it is and sends nothing', async () => {
    const id = await share(ask, bytes)
    const response = await ask(`/api/shares/${id}/content`, { method: 'HEAD' })
    expect(response.headers.get('content-length')).toBe('200000')
    expect(await response.text()).toBe('')
  })
})

test.each([NOBODYS, 'x', '..%2f..%2fshares.sqlite', '%00'])('there is no share %s', async (id) => {
  for (const path of [`/api/shares/${id}`, `/api/shares/${id}/content`]) {
    expect(await problem(await ask(path))).toEqual({ status: 404, code: 'gone' })
  }
})

test('what is still being uploaded is not given out', async () => {
  const id = await begun(ask, 1000)
  for (const path of [`/api/shares/${id}`, `/api/shares/${id}/content`]) {
    expect(await problem(await ask(path))).toEqual({ status: 409, code: 'incomplete' })
  }
})

test('what has lost a part is not begun to be given out, which who waits for the rest would wait for for ever', async () => {
  const id = await share(ask, bytes)
  truncateSync(join(server.data, 'blobs', id), bytes.length - 1)
  for (const Range of ['', 'bytes=10-20']) {
    const response = await ask(`/api/shares/${id}/content`, { headers: Range ? { Range } : {} })
    expect(await problem(response)).toEqual({ status: 500, code: 'damaged' })
  }
})

describe('time', () => {
  test('what is over is over at once, swept or not', async () => {
    const id = await share(ask, bytes, { 'Upload-Metadata': metadata('1') })
    server.advance(DAY - 1000)
    expect((await ask(`/api/shares/${id}`)).status).toBe(200)
    server.advance(1000)
    for (const path of [`/api/shares/${id}`, `/api/shares/${id}/content`]) {
      expect(await problem(await ask(path))).toEqual({ status: 410, code: 'expired' })
    }
  })

  test('for ever is never over', async () => {
    const id = await share(ask, bytes, { 'Upload-Metadata': metadata('0') })
    server.advance(10_000 * DAY)
    expect(await (await ask(`/api/shares/${id}`)).json()).toMatchObject({ expires: null })
  })
})

describe('deleting', () => {
  test('with its token a share is gone, its bytes too, and asking again is fine', async () => {
    const id = await share(ask, bytes)
    expect(existsSync(join(server.data, 'blobs', id))).toBe(true)
    expect((await remove(ask, id)).status).toBe(204)
    expect(readdirSync(join(server.data, 'blobs'))).toEqual([])
    expect(await problem(await ask(`/api/shares/${id}`))).toEqual({ status: 404, code: 'gone' })
    expect((await remove(ask, id)).status).toBe(204)
  })

  test('an upload that is not complete can be deleted, too', async () => {
    const id = await begun(ask, 1000)
    expect((await remove(ask, id)).status).toBe(204)
    expect(readdirSync(join(server.data, 'blobs'))).toEqual([])
  })

  test('without the token it stays', async () => {
    const id = await share(ask, bytes)
    const none = await ask(`/api/shares/${id}`, { method: 'DELETE' })
    expect(none.headers.get('www-authenticate')).toBe('Bearer')
    expect(await problem(none)).toEqual({ status: 401, code: 'unauthorized' })
    for (const token of ['wrong', `${TOKEN}x`]) {
      expect(await problem(await remove(ask, id, token))).toEqual({ status: 403, code: 'unauthorized' })
    }
    expect((await ask(`/api/shares/${id}`)).status).toBe(200)
  })

  test('whoever guesses tokens is stopped', async () => {
    const id = await share(ask, bytes)
    const codes: number[] = []
    for (let i = 0; i < 22; i++) codes.push((await remove(ask, id, `wrong-${i}`)).status)
    expect(codes.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 403))
    const last = await remove(ask, id)
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await problem(last)).toEqual({ status: 429, code: 'too-many' })
  })
})
