import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hasDesktop } from './desktop.ts'
import { Hono } from 'hono'
import { listen } from './listen.ts'
import { serve, type Served } from './serve.ts'

let folder: string
let said: string[]
let complained: string[]
let served: Served | undefined
let other: Server | undefined

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-serve-'))
  writeFileSync(join(folder, 'index.html'), '<!doctype html>')
  said = []
  complained = []
})

afterEach(async () => {
  if (served && 'server' in served) await served.stop()
  other?.close()
  served = undefined
  other = undefined
  rmSync(folder, { recursive: true, force: true })
})

async function run(args: string[], environment: Record<string, string> = {}): Promise<Served> {
  served = await serve(folder, args, {
    environment: { CI: 'true', HEAPSCOPE_DATA: join(folder, 'data'), ...environment },
    isTerminal: true,
    say: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
  })
  return served
}

/** Takes a port that was free a moment ago. */
function occupy(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    other = server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

test('prints the address it listens on', async () => {
  const result = await run(['--port', '0'])
  expect('port' in result && result.port > 0).toBe(true)
  expect(said).toEqual([
    `Heapscope is at http://localhost:${'port' in result ? result.port : ''}/ (Ctrl+C ends it).`,
  ])
})

test('a port that was asked for and is taken ends it with one sentence', async () => {
  const port = await occupy()
  expect(await run(['--port', String(port)])).toEqual({ exitCode: 1 })
  expect(complained).toEqual([
    `Port ${port} is taken by another program; choose another with --port, or leave it out to get a free one.`,
  ])
})

test('a port that nobody asked for gives way to the next free one', async () => {
  const port = await occupy()
  const { server, port: got } = await listen(new Hono(), { host: '127.0.0.1', port, spare: 20 })
  server.close()
  expect(got).toBeGreaterThan(port)
  expect(got).toBeLessThanOrEqual(port + 20)
})

test('PORT in the environment counts as asked for', async () => {
  const port = await occupy()
  expect(await run([], { PORT: String(port) })).toEqual({ exitCode: 1 })
})

test('--port wins over PORT', async () => {
  const port = await occupy()
  expect('port' in (await run(['--port', '0'], { PORT: String(port) }))).toBe(true)
})

test('without a page it says what to run', async () => {
  rmSync(join(folder, 'index.html'))
  expect(await run([])).toEqual({ exitCode: 1 })
  expect(complained).toEqual(['The page has not been built yet; run `npm run build` first.'])
})

test('settings that are wrong are all named, and it does not start', async () => {
  expect(await run([], { PORT: 'x', HEAPSCOPE_MAX_UPLOAD: 'y' })).toEqual({ exitCode: 2 })
  expect(complained).toEqual([
    "PORT is 'x'; it must be a number from 0 to 65535.",
    "HEAPSCOPE_MAX_UPLOAD is 'y'; it must be a size such as 500MB or 2GB.",
  ])
})

test('a setting that is none is named, and it starts', async () => {
  await run(['--port', '0'], { HEAPSCOPE_PROT: '1' })
  expect(complained).toEqual(['HEAPSCOPE_PROT is not a setting of Heapscope and has no effect.'])
  expect(said).toHaveLength(1)
})

test('says where others find it', async () => {
  await run(['--port', '0'], { HEAPSCOPE_BASE_URL: 'https://heaps.example.org/x' })
  expect(said[1]).toBe('Others find it at https://heaps.example.org/x.')
})

test('where nothing can be kept, the page works and says so of sharing', async () => {
  writeFileSync(join(folder, 'file'), '')
  const result = await run(['--port', '0'], { HEAPSCOPE_DATA: join(folder, 'file/data') })
  expect(complained).toHaveLength(1)
  expect(complained[0]).toMatch(/^Nothing can be shared for now: [^\n]+\.$/)
  const address = `http://127.0.0.1:${'port' in result ? result.port : 0}`
  expect((await fetch(`${address}/`)).status).toBe(200)
  expect((await fetch(`${address}/healthz`)).status).toBe(200)
  for (const path of ['/api/config', '/readyz']) {
    const response = await fetch(address + path)
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ code: 'unavailable' })
  }
})

test('what it keeps is in the data folder and outlives it', async () => {
  const first = await run(['--port', '0'])
  expect(readdirSync(join(folder, 'data'))).toEqual(expect.arrayContaining(['blobs', 'shares.sqlite']))
  if ('stop' in first) await first.stop()
  const second = await run(['--port', '0'])
  const port = 'port' in second ? second.port : 0
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
})

describe('a desktop', () => {
  test.each([
    ['a Linux machine with a display', { DISPLAY: ':0' }, 'linux', true],
    ['a Linux machine with Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    ['a Linux machine without either', {}, 'linux', false],
    ['a Mac', {}, 'darwin', true],
    ['a Mac over SSH', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, 'darwin', false],
    ['a build machine with a display', { CI: 'true', DISPLAY: ':0' }, 'linux', false],
  ] as const)('%s', (_, environment, platform, expected) => {
    expect(hasDesktop(environment, platform)).toBe(expected)
  })
})

test('with files it says at which address the page opens them', async () => {
  const file = join(folder, 'a.heapsnapshot')
  writeFileSync(file, 'heap')
  await run(['--port', '0', '--file', file], {})
  const address = new URL(/http:\S+/.exec(said[0]!)![0])
  const [url] = new URLSearchParams(address.hash.slice(1)).getAll('url') as [string]
  expect(await (await fetch(url)).text()).toBe('heap')
})
