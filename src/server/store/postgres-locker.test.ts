import { setTimeout as wait } from 'node:timers/promises'
import { ERRORS, type Lock } from '@tus/server'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { startPostgres, type TestPostgres } from '../testing/postgres.ts'
import { PostgresDatabase } from './postgres-database.ts'
import { PostgresLocker } from './postgres-locker.ts'
import { StoreUnavailable } from './share-store.ts'

let postgres: TestPostgres
let url: string
let databases: PostgresDatabase[]
let one: PostgresLocker
let other: PostgresLocker

beforeAll(async () => void (postgres = await startPostgres()))
afterAll(() => postgres.stop())
beforeEach(async () => {
  url = await postgres.database()
  databases = []
  one = locker()
  other = locker()
})
afterEach(() => Promise.all(databases.map((database) => database.close())))

function locker(patienceMs?: number): PostgresLocker {
  const database = new PostgresDatabase({ url })
  databases.push(database)
  return new PostgresLocker(database, patienceMs)
}

const never = () => new AbortController().signal

/** Takes a lock and keeps it until it is asked for it, as a request that still waits for bytes. */
async function holdUntilAsked(
  from: PostgresLocker,
  id: string,
  ms = 0,
): Promise<{ asked: () => number; lock: Lock }> {
  const lock = from.newLock(id)
  let asked = 0
  await lock.lock(never(), () => {
    if (++asked === 1) void wait(ms).then(() => lock.unlock())
  })
  return { asked: () => asked, lock }
}

test('one request at a time has an upload, in one instance and in several', async () => {
  const lockers = [one, other, locker(), one]
  let running = 0
  let most = 0
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const lock = lockers[i % 4]!.newLock('upload')
      await lock.lock(never(), () => {})
      most = Math.max(most, ++running)
      await wait(2)
      running--
      await lock.unlock()
    }),
  )
  expect(most).toBe(1)
})

test('uploads do not wait for each other, and any number of them needs one connection', async () => {
  const locks = Array.from({ length: 300 }, (_, i) => (i % 2 ? one : other).newLock(`upload ${i}`))
  await Promise.all(locks.map((lock) => lock.lock(never(), () => {})))
  const connections = await databases[0]!.all(
    "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query NOT LIKE '%pg_stat_activity%'",
  )
  expect(connections).toHaveLength(2)
  await Promise.all(locks.map((lock) => lock.unlock()))
})

test.each([
  ['the same instance', () => one],
  ['another instance', () => other],
])('a client that comes back to %s takes the upload over from its dead connection', async (_, at) => {
  const dead = await holdUntilAsked(one, 'upload', 20)
  const lock = at().newLock('upload')
  await lock.lock(never(), () => {})
  expect(dead.asked()).toBeGreaterThan(0)
  await lock.unlock()
})

test('who does not get it in time is told so, and nothing is held then', async () => {
  const impatient = locker(300)
  const held = one.newLock('upload')
  await held.lock(never(), () => {})
  await expect(impatient.newLock('upload').lock(never(), () => {})).rejects.toBe(ERRORS.ERR_LOCK_TIMEOUT)
  await held.unlock()
  const lock = other.newLock('upload')
  await lock.lock(never(), () => {})
  await lock.unlock()
})

test('a request that ends while it waits does not get it any more', async () => {
  const held = one.newLock('upload')
  await held.lock(never(), () => {})
  const request = new AbortController()
  const waiting = other.newLock('upload').lock(request.signal, () => {})
  await wait(50)
  request.abort()
  await expect(waiting).rejects.toBe(ERRORS.ERR_LOCK_TIMEOUT)
  await held.unlock()
  const lock = one.newLock('upload')
  await lock.lock(never(), () => {})
  await lock.unlock()
})

test('an instance that is gone holds nothing any more', async () => {
  await one.newLock('upload').lock(never(), () => {})
  await databases.shift()!.close()
  const lock = other.newLock('upload')
  await expect(lock.lock(never(), () => {})).resolves.toBeUndefined()
  await lock.unlock()
})

test('a lost connection asks its requests to end, lets others in, and hurts nobody later', async () => {
  const release = vi.fn<() => void>()
  const lost = one.newLock('upload')
  await lost.lock(never(), release)
  await cutConnections()
  await vi.waitFor(() => expect(release).toHaveBeenCalled())
  const next = other.newLock('upload')
  await next.lock(never(), () => {})
  // The first one comes to its end only now, and must not let go what the other has.
  await lost.unlock()
  const third = locker(300).newLock('upload')
  await expect(third.lock(never(), () => {})).rejects.toBe(ERRORS.ERR_LOCK_TIMEOUT)
  await next.unlock()
  const again = one.newLock('upload')
  await again.lock(never(), () => {})
  await again.unlock()
})

test('a database that is down is unavailable, and locks work when it is back', async () => {
  const held = one.newLock('upload')
  await held.lock(never(), () => {})
  await postgres.halt()
  try {
    await expect(other.newLock('upload').lock(never(), () => {})).rejects.toThrow(StoreUnavailable)
    await held.unlock()
  } finally {
    await postgres.resume()
  }
  for (const at of [one, other]) {
    const lock = at.newLock('upload')
    await lock.lock(never(), () => {})
    await lock.unlock()
  }
})

async function cutConnections(): Promise<void> {
  const admin = new PostgresDatabase({ url })
  try {
    await admin.all(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
  } finally {
    await admin.close()
  }
}
