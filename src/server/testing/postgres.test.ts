import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { startPostgres, type TestPostgres } from './postgres.ts'

let postgres: TestPostgres | undefined
afterAll(() => postgres?.stop())

test('a PostgreSQL starts here, keeps what was written over a restart, and holds several databases', async () => {
  postgres = await startPostgres()
  expect(postgres.name).toMatch(/^PostgreSQL \d/)
  const [first, second] = [await postgres.database(), await postgres.database()]
  await query(first, 'CREATE TABLE kept AS SELECT 7 AS seven')
  await postgres.halt()
  await expect(query(first, 'SELECT 1')).rejects.toThrow('ECONNREFUSED')
  await postgres.resume()
  expect(await query(first, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }])
  await expect(query(second, 'SELECT seven FROM kept')).rejects.toThrow('does not exist')
})

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}
