import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../testing/postgres.ts'
import { PostgresDatabase } from './postgres-database.ts'
import { StoreUnavailable } from './share-store.ts'

let postgres: TestPostgres
let url: string
let opened: PostgresDatabase[]

beforeAll(async () => void (postgres = await startPostgres()))
afterAll(() => postgres.stop())

beforeEach(async () => {
  url = await postgres.database()
  opened = []
})
afterEach(() => Promise.all(opened.map((database) => database.close())))

/** An instance's own connections. */
function instance(timeoutMs = 10_000): PostgresDatabase {
  const database = new PostgresDatabase({ url, timeoutMs })
  opened.push(database)
  return database
}

async function withTable(): Promise<PostgresDatabase> {
  const database = instance()
  await database.run('CREATE TABLE held (id text PRIMARY KEY, bytes bigint NOT NULL, hash bytea)')
  return database
}

describe('values', () => {
  test('bigint and its sums are numbers, bytes are bytes, null is null', async () => {
    const database = await withTable()
    const big = 2 ** 52 + 1
    expect(
      await database.run('INSERT INTO held VALUES ($1, $2, $3), ($4, 1, $5)', [
        'a',
        big,
        Uint8Array.of(0, 255),
        'b',
        null,
      ]),
    ).toBe(2)
    const [row, other] = await database.all('SELECT * FROM held ORDER BY id')
    expect(row).toMatchObject({ id: 'a', bytes: big })
    expect(row?.['hash']).toEqual(Buffer.of(0, 255))
    expect(other).toMatchObject({ hash: null })
    expect(await database.all('SELECT sum(bytes) AS bytes, count(*) AS n FROM held')).toEqual([
      { bytes: big + 1, n: 2 },
    ])
  })
})

describe('transactions', () => {
  test('of several instances cannot pass a quota together', async () => {
    await withTable()
    const instances = [instance(), instance(), instance(), instance()]
    const begin = (database: PostgresDatabase, id: string) =>
      database.transaction(async (inside) => {
        const [row] = await inside.all('SELECT coalesce(sum(bytes), 0) AS bytes FROM held')
        if (Number(row?.['bytes']) + 10 > 100) return false
        await inside.run('INSERT INTO held VALUES ($1, 10, NULL)', [id])
        return true
      })
    const begun = await Promise.all(
      Array.from({ length: 60 }, (_, i) => begin(instances[i % 4]!, `upload ${i}`)),
    )
    expect(begun.filter(Boolean)).toHaveLength(10)
    expect(await instance().all('SELECT count(*) AS n FROM held')).toEqual([{ n: 10 }])
  })

  test('leave nothing behind when they throw, and what was thrown comes out as it is', async () => {
    const database = await withTable()
    const failure = new Error('no')
    const attempt = database.transaction(async (inside) => {
      await inside.run("INSERT INTO held VALUES ('a', 1, NULL)")
      throw failure
    })
    await expect(attempt).rejects.toBe(failure)
    expect(await database.all('SELECT * FROM held')).toEqual([])
  })

  test('leave nothing behind when the server goes away in the middle of one', async () => {
    const database = await withTable()
    const attempt = database.transaction(async (inside) => {
      await inside.run("INSERT INTO held VALUES ('a', 1, NULL)")
      await postgres.halt()
      await postgres.resume()
      await inside.run("INSERT INTO held VALUES ('b', 1, NULL)")
    })
    await expect(attempt).rejects.toThrow(StoreUnavailable)
    expect(await database.all('SELECT * FROM held')).toEqual([])
  })
})

describe('work that instances do one at a time', () => {
  test('never overlaps, and the next one sees what was done', async () => {
    const instances = [instance(), instance(), instance(), instance()]
    let running = 0
    let created = 0
    await Promise.all(
      instances.map((database) =>
        database.exclusively('migrations', async () => {
          expect(++running).toBe(1)
          const there = await database.all("SELECT 1 FROM pg_tables WHERE tablename = 'once'")
          if (there.length === 0) {
            created++
            await database.run('CREATE TABLE once (id text)')
          }
          running--
        }),
      ),
    )
    expect(created).toBe(1)
  })

  test('of other names does not wait', async () => {
    const [one, other] = [instance(), instance()]
    const value = await one.exclusively('migrations', () => other.exclusively('sweeping', async () => 7))
    expect(value).toBe(7)
  })

  test('is waited for longer than any statement may take', async () => {
    const [one, other] = [instance(100), instance(100)]
    const order: string[] = []
    const long = one.exclusively('x', async () => {
      await new Promise((resolve) => void setTimeout(resolve, 700))
      order.push('long')
    })
    await new Promise((resolve) => void setTimeout(resolve, 50))
    await other.exclusively('x', async () => void order.push('next'))
    await long
    expect(order).toEqual(['long', 'next'])
  })

  test('is free for the next after a failure', async () => {
    const [one, other] = [instance(), instance()]
    await expect(one.exclusively('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await other.exclusively('x', async () => 7)).toBe(7)
  })
})

describe('a database that cannot be used', () => {
  test('is unavailable while it is down, and works again by itself', async () => {
    const database = await withTable()
    await postgres.halt()
    try {
      await expect(database.all('SELECT 1')).rejects.toThrow(StoreUnavailable)
      await expect(database.transaction(async () => 1)).rejects.toThrow(StoreUnavailable)
      await expect(database.exclusively('x', async () => 1)).rejects.toThrow(StoreUnavailable)
    } finally {
      await postgres.resume()
    }
    expect(await database.all('SELECT count(*) AS n FROM held')).toEqual([{ n: 0 }])
  })

  test('a statement that takes too long is ended and says so', async () => {
    const database = instance(200)
    await expect(database.all('SELECT pg_sleep(5)')).rejects.toThrow('statement timeout')
    await expect(database.all('SELECT pg_sleep(5)')).rejects.toThrow(StoreUnavailable)
    expect(await database.all('SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  test.each([
    ['a wrong password', (address: string) => address.replace(/:[0-9a-f]+@/, ':wrong@'), 'password'],
    ['a database that is not there', (address: string) => `${address}_not`, 'does not exist'],
    ['TLS that the server does not speak', (address: string) => `${address}?sslmode=verify-full`, 'SSL'],
  ])('%s is named, without the password', async (_, change, reason) => {
    const database = new PostgresDatabase({ url: change(url) })
    opened.push(database)
    const error: unknown = await database.all('SELECT 1').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StoreUnavailable)
    expect(String(error)).toContain(reason)
    expect(String(error)).not.toContain(new URL(url).password)
  })

  test('a wrong statement is no matter of availability', async () => {
    const error: unknown = await instance()
      .all('SELECT * FROM nothing')
      .catch((thrown: unknown) => thrown)
    expect(error).not.toBeInstanceOf(StoreUnavailable)
    expect(String(error)).toContain('nothing')
  })
})
