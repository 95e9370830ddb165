import { readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Metrics } from './metrics.ts'
import { StoreUnavailable } from './store/share-store.ts'
import { sweep, Sweeper, type Swept } from './sweeper.ts'
import { openTestServer, type TestServer } from './testing/app-parts.ts'
import { type Ask, begun, head, metadata, patch, share } from './testing/tus-requests.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOTHING: Swept = { expired: 0, abandoned: 0, forgotten: 0, orphans: 0, failures: 0 }
const bytes = new Uint8Array(1000)

let server: TestServer
let ask: Ask

beforeEach(async () => {
  server = await openTestServer()
  ask = (path, init) => server.app.request(path, init)
})
afterEach(() => server.close())

const swept = async () => await sweep(server.stores, server.now())
const files = () => readdirSync(join(server.data, 'blobs'))
const state = async (id: string) => (await server.stores.store.find(id))?.state ?? null

/** An orphan: a blob that no record knows. */
function orphan(name: string, age: number): void {
  const path = join(server.data, 'blobs', name)
  writeFileSync(path, 'x')
  const at = new Date(Date.now() - age)
  utimesSync(path, at, at)
}

test('nothing is cleared away before its time', async () => {
  await share(ask, bytes)
  await begun(ask, 1000)
  orphan('o'.repeat(22), DAY - HOUR)
  expect(await swept()).toEqual(NOTHING)
})

test('the bytes of an expired share go at once, its record a month later', async () => {
  const id = await share(ask, bytes, { 'Upload-Metadata': metadata('1') })
  const kept = await share(ask, bytes, { 'Upload-Metadata': metadata('0') })
  server.advance(DAY)
  expect(await swept()).toEqual({ ...NOTHING, expired: 1 })
  expect(files().filter((name) => name.startsWith(id))).toEqual([])
  expect((await ask(`/api/shares/${id}`)).status).toBe(410)
  server.advance(29 * DAY)
  expect(await swept()).toEqual(NOTHING)
  server.advance(2 * DAY)
  expect(await swept()).toEqual({ ...NOTHING, forgotten: 1 })
  expect((await ask(`/api/shares/${id}`)).status).toBe(404)
  expect((await ask(`/api/shares/${kept}`)).status).toBe(200)
})

test('half an upload is given up a day after its last bytes', async () => {
  const id = await begun(ask, 1000)
  server.advance(23 * HOUR)
  await patch(ask, id, 0, bytes.subarray(0, 10))
  server.advance(23 * HOUR)
  expect(await swept()).toEqual(NOTHING)
  server.advance(2 * HOUR)
  expect(await swept()).toEqual({ ...NOTHING, abandoned: 1 })
  expect(files()).toEqual([])
  expect((await head(ask, id)).status).toBe(404)
})

test('blobs without a record are given up after a day, files of others are not', async () => {
  orphan('o'.repeat(22), DAY + HOUR)
  orphan('notes.txt', 100 * DAY)
  expect(await swept()).toEqual({ ...NOTHING, orphans: 1 })
  expect(files()).toEqual(['notes.txt'])
})

test('an entry that fails is left for the next round, and the rest is not', async () => {
  const ids: string[] = []
  for (let i = 0; i < 5; i++) ids.push(await share(ask, bytes, { 'Upload-Metadata': metadata('1') }))
  orphan('o'.repeat(22), DAY + HOUR)
  server.advance(DAY)
  const { blobs } = server.stores
  const really = blobs.remove.bind(blobs)
  const remove = vi.spyOn(blobs, 'remove').mockImplementation(async (id) => {
    if (id === ids[1]) throw new StoreUnavailable('not now')
    await really(id)
  })
  expect(await swept()).toEqual({ ...NOTHING, expired: 4, orphans: 1, failures: 1 })
  expect(await state(ids[1]!)).toBe('complete')
  expect(await state(ids[4]!)).toBe('expired')
  remove.mockRestore()
  expect(await swept()).toEqual({ ...NOTHING, expired: 1 })
  expect(files()).toEqual([])
})

test('an upload that goes on while it is swept keeps its bytes', async () => {
  const id = await begun(ask, 1000)
  server.advance(25 * HOUR)
  const { store } = server.stores
  const due = vi.spyOn(store, 'due').mockImplementationOnce(async (...args) => {
    due.mockRestore()
    const records = await store.due(...args)
    expect((await patch(ask, id, 0, bytes)).status).toBe(204)
    return records
  })
  expect(await swept()).toEqual(NOTHING)
  expect((await ask(`/api/shares/${id}/content`)).status).toBe(200)
})

test('of several instances one sweeps, and another when that one is gone', async () => {
  const id = await share(ask, bytes, { 'Upload-Metadata': metadata('1') })
  const { stores } = server
  const logged: unknown[] = []
  const log = {
    warn: (line: unknown) => void logged.push(line),
    debug: (line: unknown) => void logged.push(line),
  }
  const start = () => {
    const sweeper = new Sweeper({
      stores: () => stores,
      metrics: new Metrics(() => stores),
      log: log as never,
      now: () => server.now(),
    })
    sweeper.start()
    return sweeper
  }
  await start().stop()
  expect(logged).toEqual([NOTHING])
  server.advance(DAY)
  await start().stop()
  expect(await state(id)).toBe('expired')
  await start().stop()
  expect(logged).toHaveLength(2)
})

test('a database that is down fails a round and not the server', async () => {
  const logged: unknown[] = []
  const stores = () => {
    throw new StoreUnavailable('down')
  }
  const sweeper = new Sweeper({
    stores,
    metrics: new Metrics(stores),
    log: { warn: (line: unknown) => void logged.push(line) } as never,
    now: () => new Date(),
  })
  sweeper.start()
  await sweeper.stop()
  expect(logged).toHaveLength(1)
})
