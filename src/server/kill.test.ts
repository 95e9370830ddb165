import { randomInt } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStores } from './open-stores.ts'
import { readSettings } from './settings.ts'
import { SqliteDatabase } from './store/sqlite-database.ts'
import { sweep } from './sweeper.ts'
import { type BuiltServer, buildServer, ended, listeningPort, startProgram } from './testing/built-server.ts'
import { digestOf, StubbornClient } from './testing/stubborn-client.ts'

/** How long servers are killed for, in seconds, and how often at most: a busy machine does not get that far. */
const SECONDS = Number(process.env['KILL_SECONDS'] ?? 90)
const MOST = 150
/** Servers at the same time, each with its own data and its own clients. */
const WORLDS = 2
const CLIENTS = 4
const DAY = 86_400_000

let built: BuiltServer
let folder: string

beforeAll(() => {
  built = buildServer()
  folder = mkdtempSync(join(tmpdir(), 'heapscope-kill-'))
}, 60_000)

afterAll(() => {
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

function environmentFor(data: string): Record<string, string> {
  return {
    HEAPSCOPE_DATA: data,
    HEAPSCOPE_LOG: 'info',
    HEAPSCOPE_RATE_UPLOADS: '0',
    HEAPSCOPE_RATE_READS: '0',
  }
}

/** One server that is killed again and again while clients use it. */
async function run(data: string) {
  const start = (port: number) => {
    const child = startProgram(built.server, ['--port', `${port}`, '--no-open'], environmentFor(data))
    return { child, listening: listeningPort(child) }
  }
  const started = performance.now()
  let current = start(0)
  const port = await current.listening
  const startMs = Math.ceil(performance.now() - started)

  const over = new AbortController()
  const clients = Array.from({ length: CLIENTS }, () => new StubbornClient(() => `http://127.0.0.1:${port}`))
  const work = Promise.all(
    clients.map(async (client) => {
      while (!over.signal.aborted) await client.shareOne()
    }),
  )

  let kills = 0
  const end = performance.now() + SECONDS * 1000
  while (performance.now() < end && kills < MOST / WORLDS) {
    // Now and then while it starts; mostly at any moment of its work, of which a slow machine does less in a while.
    const { child, listening } = current
    if (randomInt(5) === 0) await Promise.race([wait(randomInt(startMs)), listening.catch(() => undefined)])
    else await listening.then(() => wait(randomInt(startMs)))
    child.kill('SIGKILL')
    await ended(child)
    kills++
    current = start(port)
  }
  await current.listening
  over.abort()
  await work
  const attempted = clients.flatMap((client) => client.attempted)
  const shared = attempted.filter(({ outcome }) => outcome === 'shared')
  for (const { id, bytes } of shared) {
    const content = await fetch(`http://127.0.0.1:${port}/api/shares/${id}/content`)
    const read = new Uint8Array(await content.arrayBuffer())
    expect(digestOf(read), 'a share that was confirmed').toBe(digestOf(bytes))
  }
  current.child.kill('SIGTERM')
  expect(await ended(current.child)).toEqual({ code: 0, signal: null })
  return { attempted, shared, kills }
}

/** Looks at what is on the disk when everything stands still, and again when it has been swept. */
async function inspect(data: string, { attempted, shared }: Awaited<ReturnType<typeof run>>) {
  const { settings } = readSettings(environmentFor(data))
  const stores = await openStores(settings)
  const swept = await sweep(stores, new Date(Date.now() + 2 * DAY))
  await stores.store.close()
  const database = new SqliteDatabase(join(data, 'shares.sqlite'))
  expect(await database.all('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
  const records = await database.all('select id, state from shares')
  await database.close()

  expect(swept.failures).toBe(0)
  expect(records.filter(({ state }) => state !== 'complete')).toEqual([])
  const kept = new Set(records.map(({ id }) => String(id)))
  const blobs = readdirSync(join(data, 'blobs')).filter((name) => !name.endsWith('.json'))
  expect(blobs.sort(), 'blobs and records').toEqual([...kept].sort())
  expect(shared.filter(({ id }) => !kept.has(id))).toEqual([])
  expect(attempted.filter(({ id, outcome }) => outcome === 'deleted' && kept.has(id))).toEqual([])
  return swept
}

test(
  'killed at any moment, the server keeps every share that it confirmed and nothing that nobody can find',
  async () => {
    const folders = Array.from({ length: WORLDS }, (_, i) => join(folder, String(i)))
    const runs = await Promise.all(folders.map(run))
    for (const [i, data] of folders.entries()) await inspect(data, runs[i]!)
    const kills = runs.reduce((sum, { kills: more }) => sum + more, 0)
    const shares = runs.reduce((sum, { shared }) => sum + shared.length, 0)
    if (process.env['KILL_SECONDS']) process.stdout.write(`${kills} kills, ${shares} shares confirmed\n`)
    // Even on a machine that is busy with other tests.
    expect(kills).toBeGreaterThan(5)
    expect(shares).toBeGreaterThan(5)
  },
  (SECONDS + 60) * 1000,
)
