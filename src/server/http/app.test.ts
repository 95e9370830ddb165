import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listen } from '../listen.ts'
import { openTestServer, type TestServer } from '../testing/app-parts.ts'
import type { App } from './app.ts'

let folder: string
let server: TestServer
let app: App

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-server-'))
  mkdirSync(join(folder, 'app/assets'), { recursive: true })
  mkdirSync(join(folder, 'app/samples'))
  writeFileSync(join(folder, 'secret.txt'), 'secret')
  writeFileSync(join(folder, 'app/index.html'), '<!doctype html><title>Heapscope</title>')
  writeFileSync(join(folder, 'app/icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(folder, 'app/assets/index-1a2b.js'), 'export {}')
  writeFileSync(join(folder, 'app/assets/index-1a2b.css'), 'body{}')
  writeFileSync(join(folder, 'app/assets/kernel-1a2b.wasm'), '')
  writeFileSync(join(folder, 'app/samples/leak.heapsnapshot.gz'), 'gz')
  server = await openTestServer({}, { root: join(folder, 'app') })
  app = server.app
})

afterAll(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('files', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/index.html', 'text/html; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml; charset=utf-8'],
    ['/assets/index-1a2b.js', 'text/javascript; charset=utf-8'],
    ['/assets/index-1a2b.css', 'text/css; charset=utf-8'],
    ['/assets/kernel-1a2b.wasm', 'application/wasm'],
    ['/samples/leak.heapsnapshot.gz', 'application/gzip'],
  ])('%s is served as %s', async (path, type) => {
    const response = await app.request(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe(type)
    expect(response.headers.get('content-encoding')).toBeNull()
  })

  test('names with a hash may be kept forever, everything else is asked for again', async () => {
    const hashed = await app.request('/assets/index-1a2b.js')
    expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    for (const path of ['/', '/samples/leak.heapsnapshot.gz', '/assets/gone-1a2b.js']) {
      expect((await app.request(path)).headers.get('cache-control')).toBe('no-cache')
    }
  })

  test.each(['/assets/gone-1a2b.js', '/samples', '/classes'])('there is nothing at %s', async (path) => {
    expect((await app.request(path)).status).toBe(404)
  })

  test('only GET and HEAD are answered', async () => {
    const response = await app.request('/', { method: 'POST', body: 'x' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD')
    expect((await app.request('/', { method: 'HEAD' })).status).toBe(200)
  })
})

describe('headers', () => {
  test.each(['/', '/assets/gone-1a2b.js', '/icon.svg'])('%s carries the guard', async (path) => {
    const { headers } = await app.request(path)
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("connect-src 'self'")
    expect(policy).not.toContain('unsafe-inline')
    expect(policy).not.toMatch(/https?:/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })
})

test('no path leads out of the served folder', async () => {
  const { server: listening, port } = await listen(app, { host: '127.0.0.1', port: 0, spare: 0 })
  try {
    const paths = [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/%2e%2e%2fsecret.txt',
      '/..\\secret.txt',
      '/..%5csecret.txt',
      '//../secret.txt',
      '/assets/../../secret.txt',
      '/assets/..%2f..%2fsecret.txt',
      '/%252e%252e/secret.txt',
      `/${folder}/secret.txt`,
      `/%2f${folder}/secret.txt`,
      '/secret.txt%00.html',
    ]
    for (const path of paths) {
      const answer = await ask(port, path)
      expect(answer, path).not.toContain('secret')
    }
  } finally {
    listening.close()
  }
})

/** Sends the path as it stands, which `fetch` would tidy up first. */
function ask(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, agent: false }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (body += chunk))
      response.on('end', () => resolve(body))
    })
      .on('error', reject)
      .end()
  })
}
