import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { listen } from '../listen.ts'
import { StoreUnavailable } from '../store/share-store.ts'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import { type Ask, remove, share } from '../testing/tus-requests.ts'

let server: TestServer
let ask: Ask

async function open(...args: Parameters<typeof openTestServer>): Promise<void> {
  await server?.close()
  server = await openTestServer(...args)
  ask = (path, init) => server.app.request(path, init)
}

beforeEach(() => open())
afterEach(() => server.close())

describe('health', () => {
  test('lives and is ready', async () => {
    expect(await (await ask('/healthz')).text()).toBe('alive')
    expect(await (await ask('/readyz')).text()).toBe('ready')
  })

  test.each(['store', 'blobs'] as const)(
    'lives and is not ready while the %s does not answer',
    async (part) => {
      const down = () => Promise.reject(new StoreUnavailable('down'))
      await open(
        {},
        {
          wrap: (stores) => ({
            ...stores,
            [part]: Object.assign(Object.create(stores[part]) as object, { ready: down }),
          }),
        },
      )
      expect((await ask('/healthz')).status).toBe(200)
      const response = await ask('/readyz')
      expect(response.status).toBe(503)
      expect(response.headers.get('retry-after')).toBe('10')
    },
  )
})

describe('metrics', () => {
  test('count requests by route and status, bytes and shares, and name none of them', async () => {
    const id = await share(ask, randomBytes(5000))
    await ask(`/api/shares/${id}/content`)
    await ask(`/api/shares/${'A'.repeat(22)}`)
    await ask('/secret/path')
    const text = await (await ask('/metrics')).text()
    expect(text).toContain(
      'heapscope_requests_total{method="GET",route="/api/shares/:id/content",status="200"} 1',
    )
    expect(text).toContain('heapscope_requests_total{method="GET",route="/api/shares/:id",status="404"} 1')
    expect(text).toContain('heapscope_requests_total{method="GET",route="*",status="404"} 1')
    expect(text).toContain('heapscope_shares{state="complete"} 1')
    expect(text).toContain('heapscope_share_bytes{state="complete"} 5000')
    expect(text).toContain('heapscope_storage_up 1')
    expect(text).not.toContain(id)
    expect(text).not.toContain('secret')
  })

  test('are for this machine alone', async () => {
    for (const name of ['X-Forwarded-For', 'Forwarded', 'Via']) {
      const response = await ask('/metrics', { headers: { [name]: '192.0.2.1' } })
      expect(response.status, name).toBe(403)
    }
    const incoming = { socket: { remoteAddress: '192.0.2.1' } }
    const away = await server.app.request('/metrics', {}, { incoming })
    expect(away.status).toBe(403)
    expect(await away.text()).not.toContain('heapscope_')
  })

  test('may ask for a token, and then are for whoever has it', async () => {
    await open({ HEAPSCOPE_METRICS_TOKEN: 'for-prometheus-alone' })
    expect((await ask('/metrics')).status).toBe(401)
    const wrong = await ask('/metrics', { headers: { Authorization: 'Bearer for-prometheus-alone!' } })
    expect(wrong.status).toBe(401)
    const right = await ask('/metrics', { headers: { Authorization: 'Bearer for-prometheus-alone' } })
    expect(right.status).toBe(200)
  })
})

describe('the log', () => {
  test('has one line a request, with the pattern of its route and the bytes that passed', async () => {
    const { server: http, port } = await listen(server.app, { host: '127.0.0.1', port: 0, spare: 0 })
    try {
      const over: Ask = (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init)
      const bytes = randomBytes(50_000)
      const id = await share(over, bytes)
      const content = await over(`/api/shares/${id}/content`)
      await content.arrayBuffer()
      expect((await remove(over, id, 'a-secret-deletion-token')).status).toBe(403)
      await over(`/s/${id}?x=private`)
      await vi.waitFor(() => expect(server.lines).toHaveLength(5))
      const requests = Object.fromEntries(
        server.lines.map((line) => [[line['method'], line['route'], line['status']].join(' '), line]),
      )
      expect(Object.keys(requests).sort()).toEqual([
        'DELETE /api/shares/:id 403',
        'GET /api/shares/:id/content 200',
        'GET /s/:id 200',
        'PATCH /api/uploads/:id 204',
        'POST /api/uploads 201',
      ])
      const patched = requests['PATCH /api/uploads/:id 204']
      const read = requests['GET /api/shares/:id/content 200']
      expect(patched).toMatchObject({ level: 'info', ms: expect.any(Number) as number })
      expect(Number(patched?.['received'])).toBeGreaterThan(50_000)
      expect(Number(read?.['sent'])).toBeGreaterThan(50_000)
      expect(Number(read?.['received'])).toBeLessThan(1000)
      expect(new Set(server.lines.map(({ requestId }) => requestId)).size).toBe(5)
      expect(content.headers.get('x-request-id')).toBe(read?.['requestId'])
      const text = JSON.stringify(server.lines)
      for (const secret of [id, 'a-secret-deletion-token', 'private', '127.0.0.1']) {
        expect(text).not.toContain(secret)
      }
    } finally {
      http.closeAllConnections()
      http.close()
    }
  })

  test('says why something failed, without naming the share', async () => {
    const id = await share(ask, randomBytes(10))
    await server.stores.blobs.remove(id)
    expect((await ask(`/api/shares/${id}/content`)).status).toBe(500)
    const line = server.lines.at(-1)
    expect(line).toMatchObject({ level: 'error', status: 500 })
    expect(line?.['problem']).toBe('of 10 bytes none are there')
    expect(JSON.stringify(line)).not.toContain(id)
  })
})
