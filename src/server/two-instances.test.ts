import type { ChildProcess } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { S3 } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStores } from './open-stores.ts'
import { readSettings } from './settings.ts'
import { sweep } from './sweeper.ts'
import { type BuiltServer, buildServer, ended, listeningPort, startProgram } from './testing/built-server.ts'
import { MOTO_PYTHON, type RunningS3, startMoto } from './testing/moto.ts'
import { startPostgres, type TestPostgres } from './testing/postgres.ts'
import { S3_BUCKET, S3_KEY, startS3 } from './testing/s3.ts'
import { digestOf, StubbornClient } from './testing/stubborn-client.ts'
import { type Ask, begun, head, patch, remove, share } from './testing/tus-requests.ts'

const DAY = 86_400_000
const bytes = Buffer.from(randomBytes(9_000_001))

let built: BuiltServer
let postgres: TestPostgres
let s3: RunningS3
/** Looks into the bucket behind the instances' backs. */
let looker: S3
let folder: string
let environment: Record<string, string>
let running: Instance[]
let one: Instance
let other: Instance

interface Instance {
  readonly child: ChildProcess
  readonly address: string
  readonly ask: Ask
}

beforeAll(async () => {
  built = buildServer()
  postgres = await startPostgres()
  // Without the one of others, what instances do is still tried, with our own.
  s3 = MOTO_PYTHON ? await startMoto(MOTO_PYTHON) : await startS3()
  looker = new S3({ endpoint: s3.endpoint, region: 'us-east-1', credentials: S3_KEY, forcePathStyle: true })
  folder = mkdtempSync(join(tmpdir(), 'heapscope-two-'))
  running = []
  environment = {
    HEAPSCOPE_DATA: join(folder, 'data'),
    HEAPSCOPE_LOG: 'info',
    HEAPSCOPE_RATE_UPLOADS: '0',
    HEAPSCOPE_RATE_READS: '0',
    DATABASE_URL: await postgres.database(),
    S3_BUCKET,
    S3_ENDPOINT: s3.endpoint,
    S3_FORCE_PATH_STYLE: 'true',
    S3_ACCESS_KEY_ID: S3_KEY.accessKeyId,
    S3_SECRET_ACCESS_KEY: S3_KEY.secretAccessKey,
  }
  ;[one, other] = await Promise.all([start(), start()])
}, 120_000)

afterAll(async () => {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all(running.map(({ child }) => ended(child)))
  looker.destroy()
  await s3.stop()
  await postgres.stop()
  built.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Whatever a test did to them, the next one finds two. */
beforeEach(async () => {
  if (isOver(one)) one = await start()
  if (isOver(other)) other = await start()
})

function isOver({ child }: Instance): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function start(): Promise<Instance> {
  const child = startProgram(built.server, ['--port', '0', '--no-open'], environment)
  const address = `http://127.0.0.1:${await listeningPort(child)}`
  const instance = { child, address, ask: (path: string, init?: RequestInit) => fetch(address + path, init) }
  running.push(instance)
  return instance
}

async function kill({ child }: Instance): Promise<void> {
  child.kill('SIGKILL')
  await ended(child)
}

async function offsetAt({ ask }: Instance, id: string): Promise<number> {
  const response = await head(ask, id)
  expect(response.status).toBe(200)
  return Number(response.headers.get('upload-offset'))
}

async function keysInBucket(): Promise<string[]> {
  const { Contents, IsTruncated } = await looker.listObjectsV2({ Bucket: S3_BUCKET })
  expect(IsTruncated).not.toBe(true)
  return (Contents ?? []).map(({ Key = '' }) => Key)
}

async function unfinishedInBucket(): Promise<number> {
  return (await looker.listMultipartUploads({ Bucket: S3_BUCKET })).Uploads?.length ?? 0
}

async function expectWhole(id: string, sent = bytes): Promise<void> {
  for (const { ask } of [one, other]) {
    const content = await ask(`/api/shares/${id}/content`)
    expect(content.status).toBe(200)
    expect(digestOf(new Uint8Array(await content.arrayBuffer()))).toBe(digestOf(sent))
    const part = await ask(`/api/shares/${id}/content`, { headers: { Range: 'bytes=1000-1999' } })
    expect(part.status).toBe(206)
    expect(Buffer.from(await part.arrayBuffer()).equals(sent.subarray(1000, 2000))).toBe(true)
  }
}

/** A body that begins and then goes on for ever without bytes, as a connection does whose client is gone. */
function stuck(beginning: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({ start: (controller) => controller.enqueue(beginning) })
}

test('an upload begun at one instance goes on at the other and is opened from both', async () => {
  const id = await begun(one.ask, bytes.length)
  expect((await patch(one.ask, id, 0, bytes.subarray(0, 3_000_000))).status).toBe(204)
  expect(await offsetAt(other, id)).toBe(3_000_000)
  expect((await other.ask(`/api/shares/${id}`)).status).toBe(409)
  expect((await patch(other.ask, id, 3_000_000, bytes.subarray(3_000_000, 3_000_001))).status).toBe(204)
  expect((await patch(one.ask, id, 3_000_001, bytes.subarray(3_000_001))).status).toBe(204)
  await expectWhole(id)
})

test('what is deleted at one is gone at both, with all that was kept of it', async () => {
  const id = await share(one.ask, bytes)
  await expectWhole(id)
  expect((await remove(other.ask, id)).status).toBe(204)
  for (const { ask } of [one, other]) {
    expect((await ask(`/api/shares/${id}`)).status).toBe(404)
    expect((await ask(`/api/shares/${id}/content`)).status).toBe(404)
    expect((await head(ask, id)).status).toBe(404)
  }
  expect((await keysInBucket()).filter((key) => key.startsWith(id))).toEqual([])
})

test('a client that lost its connection to one goes on at the other at once, with the bytes that came', async () => {
  const id = await begun(one.ask, bytes.length)
  const dead = patch(one.ask, id, 0, stuck(bytes.subarray(0, 1_000_000))).catch(() => null)
  await expect.poll(unfinishedInBucket).toBeGreaterThan(0)
  await wait(300)
  const at = await offsetAt(other, id)
  expect(at).toBe(1_000_000)
  expect((await patch(other.ask, id, at, bytes.subarray(at))).status).toBe(204)
  await expectWhole(id)
  await dead
})

test('an upload goes on at the other instance when one is killed in the middle of it', async () => {
  const id = await begun(one.ask, bytes.length)
  expect((await patch(one.ask, id, 0, bytes.subarray(0, 2_000_000))).status).toBe(204)
  const cut = patch(one.ask, id, 2_000_000, stuck(bytes.subarray(2_000_000, 4_000_000))).catch(() => null)
  await wait(300)
  await kill(one)
  await cut
  // What was in the hands of the dead one may be lost, but the upload is not.
  const at = await offsetAt(other, id)
  expect(at).toBeLessThanOrEqual(4_000_000)
  expect((await patch(other.ask, id, at, bytes.subarray(at))).status).toBe(204)
  one = await start()
  await expectWhole(id)
})

test('one instance at a time clears away', async () => {
  const more = await Promise.all([start(), start()])
  const rounds = await Promise.all(
    [one, other, ...more].map(async ({ ask }) => {
      const metrics = await (await ask('/metrics')).text()
      return Number(/^heapscope_sweeps_total\{result="fine"\} (\d+)$/m.exec(metrics)?.[1] ?? 0)
    }),
  )
  expect(rounds.filter((count) => count > 0).length).toBeLessThanOrEqual(1)
  await Promise.all(more.map(kill))
})

test('without database or S3 both say so, and work again when they are back', async () => {
  const id = await share(one.ask, bytes)
  for (const down of [postgres, s3]) {
    await down.halt()
    for (const { ask } of [one, other]) {
      expect((await ask('/healthz')).status).toBe(200)
      expect((await ask('/readyz')).status).toBe(503)
      const content = await ask(`/api/shares/${id}/content`)
      expect(content.status).toBe(503)
      expect(content.headers.get('retry-after')).not.toBeNull()
      const beginning = await ask('/api/uploads', {
        method: 'POST',
        headers: { 'Tus-Resumable': '1.0.0', 'Upload-Length': '10' },
      })
      expect([400, 503]).toContain(beginning.status)
    }
    await down.resume()
    for (const { ask } of [one, other]) expect((await ask('/readyz')).status).toBe(200)
    await expectWhole(id)
  }
})

test('clients that change between instances, of which one is killed now and then, lose nothing', async () => {
  const instances = () => [one, other].filter((instance) => !isOver(instance))
  const somewhere = () => instances()[randomInt(instances().length)]!.address
  const clients = Array.from({ length: 4 }, () => new StubbornClient(somewhere))
  const over = new AbortController()
  const work = Promise.all(
    clients.map(async (client) => {
      while (!over.signal.aborted) await client.shareOne()
    }),
  )
  for (let i = 0; i < 4; i++) {
    await wait(1500)
    await kill(i % 2 ? one : other)
    const next = await start()
    if (i % 2) one = next
    else other = next
  }
  over.abort()
  await work
  const attempted = clients.flatMap((client) => client.attempted)
  const shared = attempted.filter(({ outcome }) => outcome === 'shared')
  expect(shared.length).toBeGreaterThan(3)
  for (const { id, bytes: sent } of shared) {
    for (const { ask } of [one, other]) {
      const content = await ask(`/api/shares/${id}/content`)
      expect(digestOf(new Uint8Array(await content.arrayBuffer())), id).toBe(digestOf(sent))
    }
  }
  for (const { id } of attempted.filter(({ outcome }) => outcome === 'deleted')) {
    expect((await other.ask(`/api/shares/${id}`)).status).toBe(404)
  }
}, 180_000)

test('two days later nothing is left that nobody can find', async () => {
  const stores = await openStores(readSettings(environment).settings)
  const swept = await sweep(stores, new Date(Date.now() + 2 * DAY))
  expect(swept.failures).toBe(0)
  const kept = new Set<string>()
  for await (const id of stores.blobs.list(new Date(Date.now() + DAY))) kept.add(id)
  for (const id of kept) expect((await stores.store.find(id))?.state).toBe('complete')
  const totals = await stores.store.totals()
  expect(totals.reduce((sum, { count }) => sum + count, 0)).toBe(kept.size)
  expect(await unfinishedInBucket()).toBe(0)
  expect((await keysInBucket()).filter((key) => key.endsWith('.part'))).toEqual([])
  await stores.store.close()
  // Instances of such a server keep nothing beside.
  expect(readdirSync(folder)).toEqual([])
})
