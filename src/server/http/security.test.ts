import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import { type Ask, begin, begun, share } from '../testing/tus-requests.ts'

const HERE = 'https://heaps.example.org'
const THERE = 'https://evil.example.com'
const ID = 'A'.repeat(22)

let server: TestServer
let ask: Ask

async function open(environment: Record<string, string> = {}): Promise<void> {
  await server?.close()
  server = await openTestServer(environment)
  ask = (path, init) => server.app.request(path, init)
}

beforeEach(() => open())
afterEach(() => server.close())

describe('the page of a share', () => {
  test('is the page, with its addresses one folder further up', async () => {
    const response = await ask(`/s/${ID}`)
    expect(response.headers.get('x-robots-tag')).toBe('noindex')
    const html = await response.text()
    expect(html).toContain('href="../icon.svg"')
    expect(html).toContain('src="../assets/index-1a2b.js"')
    expect(html).not.toContain('"./')
  })

  test('carries the guard and is not kept by anybody', async () => {
    const { headers } = await ask(`/s/${ID}`)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('cache-control')).toBe('no-cache')
  })

  test.each(['/s/', '/s/x', `/s/${ID}/`, `/s/${ID}x`])('is not at %s', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  test('is not for robots', async () => {
    const robots = await (await ask('/robots.txt')).text()
    expect(robots).toMatch(/^User-agent: \*$/m)
    expect(robots).toMatch(/^Disallow: \/s\/$/m)
  })
})

describe('frames of other sites', () => {
  test('without permission there is no page for them', async () => {
    const response = await ask('/embed')
    expect(response.status).toBe(404)
    expect(response.headers.get('x-frame-options')).toBe('DENY')
  })

  test('with permission only those that are named may show it, and only that page', async () => {
    await open({ HEAPSCOPE_ALLOWED_ORIGINS: `${HERE}, https://other.example.org` })
    const response = await ask('/embed')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('src="./assets/')
    expect(response.headers.get('content-security-policy')).toContain(
      `frame-ancestors ${HERE} https://other.example.org`,
    )
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const name of ['x-frame-options', 'cross-origin-opener-policy', 'cross-origin-embedder-policy']) {
      expect(response.headers.get(name), name).toBeNull()
    }
    for (const path of ['/', `/s/${ID}`, '/embed/']) {
      const { headers } = await ask(path)
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    }
  })
})

describe('scripts of other sites', () => {
  test('read nothing unless they are named', async () => {
    for (const path of ['/api/config', `/api/shares/${ID}`, `/api/shares/${ID}/content`]) {
      const { headers } = await ask(path, { headers: { Origin: THERE } })
      expect(headers.get('access-control-allow-origin')).toBeNull()
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin')
    }
  })

  test('that are named may read and nothing else, and never with credentials', async () => {
    await open({ HEAPSCOPE_ALLOWED_ORIGINS: HERE })
    const { headers } = await ask('/api/config', { headers: { Origin: HERE } })
    expect(headers.get('access-control-allow-origin')).toBe(HERE)
    expect(headers.get('access-control-allow-credentials')).toBeNull()
    const other = await ask('/api/config', { headers: { Origin: THERE } })
    expect(other.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await ask(`/api/shares/${ID}`, {
      method: 'OPTIONS',
      headers: { Origin: HERE, 'Access-Control-Request-Method': 'DELETE' },
    })
    expect(preflight.headers.get('access-control-allow-methods')).not.toContain('DELETE')
  })

  test('cannot upload, named or not', async () => {
    await open({ HEAPSCOPE_ALLOWED_ORIGINS: HERE })
    const preflight = await ask('/api/uploads', {
      method: 'OPTIONS',
      headers: { Origin: HERE, 'Access-Control-Request-Method': 'POST' },
    })
    const answer = await begin(ask, 10, { Origin: HERE })
    for (const { headers } of [preflight, answer]) {
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  })
})

describe('the public address', () => {
  test('may have a path, which a proxy takes away or leaves', async () => {
    await open({ HEAPSCOPE_BASE_URL: `${HERE}/tools/heaps/` })
    for (const base of ['', '/tools/heaps']) {
      expect((await ask(`${base}/`)).status).toBe(200)
      expect((await ask(`${base}/api/config`)).status).toBe(200)
      expect((await ask(`${base}/s/${ID}`)).status).toBe(200)
      const based: Ask = (path, init) => ask(`${base}${path}`, init)
      expect((await begin(based, 10)).headers.get('location')).toMatch(/^uploads\//)
    }
    expect((await ask('/tools/heaps')).status).toBe(200)
    expect((await ask('/tools/heapsx')).status).toBe(404)
  })

  test('with TLS asks browsers to stay with it', async () => {
    expect((await ask('/')).headers.get('strict-transport-security')).toBeNull()
    await open({ HEAPSCOPE_BASE_URL: HERE })
    expect((await ask('/')).headers.get('strict-transport-security')).toBe('max-age=31536000')
  })
})

test('too many requests have to wait, while parts of an upload go on', async () => {
  await open({ HEAPSCOPE_RATE_READS: '3' })
  const id = await begun(ask, 10)
  for (let i = 0; i < 3; i++) expect((await ask('/api/config')).status).toBe(200)
  const response = await ask('/api/config')
  expect(response.status).toBe(429)
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await response.json()).toMatchObject({ code: 'too-many' })
  const patched = await ask(`/api/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Offset': '0',
      'Content-Type': 'application/offset+octet-stream',
    },
    body: '0123456789',
  })
  expect(patched.status).toBe(204)
  // The page itself does not depend on it.
  expect((await ask('/')).status).toBe(200)
})

test('an error of ours says one sentence and nothing about us', async () => {
  const id = await share(ask, new Uint8Array(10))
  await server.close()
  const response = await ask(`/api/shares/${id}`)
  const text = await response.text()
  expect(response.status).toBeGreaterThanOrEqual(500)
  expect(JSON.parse(text)).toEqual({
    code: 'unavailable',
    message: expect.stringMatching(/^The server [^.]*\.$/) as string,
  })
  expect(text).not.toMatch(/sqlite|\/|at /i)
  await open()
})

describe('what is at no address', () => {
  test.each([
    ['GET', '/api/nothing', 404, 'gone'],
    ['POST', '/api/config', 405, 'bad-request'],
    ['PUT', `/api/shares/${ID}`, 405, 'bad-request'],
    ['DELETE', '/api/uploads', 405, 'bad-request'],
  ])('%s %s', async (method, path, status, code) => {
    const response = await ask(path, { method })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code })
  })
})
