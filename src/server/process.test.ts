import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BuiltServer, buildServer, ended, listeningPort, startProgram } from './testing/built-server.ts'
import { begun } from './testing/tus-requests.ts'

let built: BuiltServer
let folder: string

beforeAll(() => {
  built = buildServer()
  folder = mkdtempSync(join(tmpdir(), 'heapscope-process-'))
}, 60_000)

afterAll(() => {
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

const ways = ['the server', 'heapscope serve'] as const

function start(
  way: (typeof ways)[number],
  args: readonly string[],
  environment: Record<string, string> = {},
) {
  const all = { HEAPSCOPE_DATA: join(folder, 'data'), ...environment }
  return way === 'the server'
    ? startProgram(built.server, args, all)
    : startProgram(built.cli, ['serve', ...args], all)
}

describe.each(ways)('%s', (way) => {
  test('serves, answers what runs when it is told to stop, and ends well', async () => {
    const child = start(way, ['--port', '0', '--no-open'])
    const port = await listeningPort(child)
    const address = `http://127.0.0.1:${port}`
    expect(await (await fetch(`${address}/`)).text()).toContain('Heapscope')
    const bytes = 1000
    const id = await begun((path, init) => fetch(address + path, init), bytes)
    let send: ReadableStreamDefaultController<Uint8Array> | undefined
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (send = controller) })
    send!.enqueue(new Uint8Array(bytes / 2))
    const answer = fetch(`${address}/api/uploads/${id}`, {
      method: 'PATCH',
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Offset': '0',
        'Content-Type': 'application/offset+octet-stream',
      },
      body,
      duplex: 'half',
    } as RequestInit)
    await new Promise((resolve) => setTimeout(resolve, 300))
    child.kill('SIGTERM')
    await expect.poll(() => fetch(`${address}/healthz`).catch(() => null), { timeout: 5000 }).toBeNull()
    send!.enqueue(new Uint8Array(bytes / 2))
    send!.close()
    expect((await answer).status).toBe(204)
    expect(await ended(child)).toEqual({ code: 0, signal: null })
  })

  test('says what is wrong in plain sentences, wherever they go', async () => {
    const child = start(way, [], { PORT: 'x', HEAPSCOPE_EXPIRIES: '2' })
    const [stderr, { code }] = await Promise.all([text(child.stderr!), ended(child)])
    expect(code).toBe(2)
    expect(stderr).toBe(
      "PORT is 'x'; it must be a number from 0 to 65535.\n" +
        "HEAPSCOPE_EXPIRIES is '2'; it must be a list of some of 1, 7, 30, 90 and never.\n",
    )
  })

  test('explains its own options', async () => {
    const child = start(way, ['--help'])
    const [stdout, { code }] = await Promise.all([text(child.stdout!), ended(child)])
    expect(code).toBe(0)
    expect(stdout).toContain('--no-open')
  })
})

test('away from a terminal every line is JSON', async () => {
  const child = start('the server', ['--port', '0', '--no-open'], { HEAPSCOPE_PROT: '1' })
  const whole = text(child.stdout!)
  const port = await listeningPort(child)
  await fetch(`http://127.0.0.1:${port}/`)
  child.kill('SIGINT')
  const lines = (await whole)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
    ['warn', 'HEAPSCOPE_PROT is not a setting of Heapscope and has no effect.'],
    ['info', `Heapscope is at http://localhost:${port}/ (Ctrl+C ends it).`],
    ['info', 'request'],
  ])
  expect((await ended(child)).code).toBe(0)
})
