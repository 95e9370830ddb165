import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from '../testing/postgres.ts'
import { describeShareStore } from '../testing/share-store-contract.ts'
import { migrate } from './migrations.ts'
import { PostgresDatabase } from './postgres-database.ts'
import { SqlShareStore } from './sql-share-store.ts'

let postgres: TestPostgres

beforeAll(async () => void (postgres = await startPostgres()))
afterAll(() => postgres.stop())

describeShareStore(async () => {
  const url = await postgres.database()
  const opened: SqlShareStore[] = []
  const again = async () => {
    const store = await SqlShareStore.open(new PostgresDatabase({ url }))
    opened.push(store)
    return store
  }
  return {
    store: await again(),
    again,
    close: async () => {
      for (const store of opened) await store.close()
    },
  }
})

describe('PostgreSQL', () => {
  test('is brought up to date once by four instances that start together', async () => {
    const url = await postgres.database()
    const databases = Array.from({ length: 4 }, () => new PostgresDatabase({ url }))
    await Promise.all(databases.map((database) => migrate(database)))
    const steps = await databases[0]!.all('select step from migrations order by step')
    expect(steps).toEqual(steps.map((_, step) => ({ step })))
    expect(steps.length).toBeGreaterThan(0)
    await Promise.all(databases.map((database) => database.close()))
  })

  test('of a hundred uploads that begin at four instances together, those within the quota begin', async () => {
    const url = await postgres.database()
    const stores = await Promise.all(
      Array.from({ length: 4 }, () => SqlShareStore.open(new PostgresDatabase({ url }))),
    )
    const begun = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        stores[i % 4]!.begin(
          {
            id: `share ${i}`,
            bytes: 10,
            created: new Date(),
            expires: null,
            deleteHash: 'hash',
            uploader: `address ${i % 10}`,
          },
          { perUploader: 50, total: 370 },
        ),
      ),
    )
    expect(begun.filter((answer) => answer === 'begun')).toHaveLength(37)
    expect(await stores[0]!.totals()).toEqual([{ state: 'uploading', count: 37, bytes: 370 }])
    await Promise.all(stores.map((store) => store.close()))
  })
})
