import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { describeShareStore } from '../testing/share-store-contract.ts'
import { migrate } from './migrations.ts'
import { StoreUnavailable } from './share-store.ts'
import { SqlShareStore } from './sql-share-store.ts'
import { SqliteDatabase } from './sqlite-database.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heapscope-store-'))
  file = join(folder, 'shares.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describeShareStore(async () => {
  const opened: SqlShareStore[] = []
  const again = async () => {
    const store = await SqlShareStore.open(new SqliteDatabase(file))
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

describe('SQLite', () => {
  test('writes every change through to the disk', async () => {
    const database = new SqliteDatabase(file)
    expect(await database.all('pragma journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(await database.all('pragma synchronous')).toEqual([{ synchronous: 2 }])
    await database.close()
  })

  test('takes parameters by number, in any order and more than once', async () => {
    const database = new SqliteDatabase(file)
    expect(await database.all('select $2 as b, $1 as a, $2 as c, $3 as d', ['x', 'y', null])).toEqual([
      { b: 'y', a: 'x', c: 'y', d: null },
    ])
    await database.close()
  })

  test('a transaction that throws leaves nothing, and others wait for its end', async () => {
    const database = new SqliteDatabase(file)
    await database.run('create table words (word text)')
    const failing = database.transaction(async (inside) => {
      await inside.run(`insert into words values ('half')`)
      await new Promise((resolve) => setTimeout(resolve, 20))
      throw new Error('stop')
    })
    const outside = database.run(`insert into words values ('whole')`)
    await expect(failing).rejects.toThrow('stop')
    await outside
    expect(await database.all('select word from words')).toEqual([{ word: 'whole' }])
    await database.close()
  })

  test('migrations run once, however often and by however many', async () => {
    const databases = [new SqliteDatabase(file), new SqliteDatabase(file)]
    await Promise.all(databases.flatMap((database) => [migrate(database), migrate(database)]))
    expect(await databases[0]!.all('select step from migrations')).toEqual([{ step: 0 }])
    for (const database of databases) await database.close()
  })

  test('a database of a newer version is left alone', async () => {
    const database = new SqliteDatabase(file)
    await migrate(database)
    await database.run('insert into migrations (step) values (1000)')
    await expect(migrate(database)).rejects.toThrow('newer version')
    await database.close()
  })

  test('a full disk is told apart from our own mistakes, and nothing is half written', async () => {
    const database = new SqliteDatabase(file)
    const store = await SqlShareStore.open(database)
    const [pages] = await database.all('pragma page_count')
    await database.all(`pragma max_page_count = ${Number(pages?.['page_count'])}`)
    const begin = async (number: number) =>
      await store.begin(
        {
          id: `full-${number}`,
          bytes: 1,
          created: new Date(),
          expires: null,
          deleteHash: 'a'.repeat(3000),
          uploader: 'b',
        },
        { perUploader: 1e9, total: 1e9 },
      )
    await expect(
      (async () => {
        for (let i = 0; ; i++) await begin(i)
      })(),
    ).rejects.toThrow(StoreUnavailable)
    const [before] = await store.totals()
    await database.all('pragma max_page_count = 100000')
    expect(await begin(1000)).toBe('begun')
    expect((await store.totals())[0]?.count).toBe((before?.count ?? 0) + 1)
    await expect(database.all('select nothing from nowhere')).rejects.not.toBeInstanceOf(StoreUnavailable)
    await store.close()
  })

  test('a folder that is not there is said to be unavailable', () => {
    expect(() => new SqliteDatabase(join(folder, 'gone', 'x.sqlite'))).toThrow(StoreUnavailable)
  })
})
