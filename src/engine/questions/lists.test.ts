import { beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../session.ts'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'
import type { DeepAnswer, DeepArguments, DeepQuestion } from './questions.ts'

const ALL = { start: 0, end: 1_000_000 }

/** Of one engine with tables and stores, one with compressed words, and one that is not V8. */
const NAMES = ['node-24.9.0-target', 'chrome-156-target', 'bun-1.4.5'] as const

describe.each(NAMES)('%s', (name) => {
  let session: Session
  const ask = <Q extends DeepQuestion>(question: Q, ...args: DeepArguments<Q>): Promise<DeepAnswer<Q>> =>
    session.ask(question, args, QUIET_HOST)
  const countOf = async (query: string): Promise<number> => {
    const { count } = await ask('selection', [{ op: '+', query }])
    return count
  }

  beforeAll(async () => {
    session = await openCapture(`${name}.heapsnapshot.gz`)
  })

  test('the filter of each row of duplicates finds its copies', async () => {
    const sort = { column: 'wasted', descending: true } as const
    const { rows } = await ask('duplicates', { start: 0, end: 40, sort })
    for (const { query, copies } of rows) expect([query, await countOf(query)]).toEqual([query, copies])
    const { lengths, totals } = await ask('stringOverview')
    let count = totals.unknown
    for (const bin of lengths) {
      expect(await countOf(bin.query)).toBe(bin.count)
      count += bin.count
    }
    expect(count).toBe(totals.count)
    expect((await ask('strings', ALL)).total).toBe(totals.count)
  })

  test('a row of duplicates opens to what holds the strings, and to the strings', async () => {
    const sort = { column: 'copies', descending: true } as const
    const [row] = (await ask('duplicates', { start: 0, end: 1, sort })).rows
    const holders = await ask('stringHolders', row!.example.id)
    const whole = await ask('duplicateMembers', row!.example.id, ALL)
    expect(whole.total).toBe(holders.length + row!.copies)
    expect(whole.rows.map(({ kind }) => kind)).toEqual([
      ...holders.map(() => 'holder'),
      ...Array.from({ length: row!.copies }, () => 'copy'),
    ])
    const middle = { start: Math.max(0, holders.length - 1), end: holders.length + 2 }
    const page = await ask('duplicateMembers', row!.example.id, middle)
    expect(page.rows).toEqual(whole.rows.slice(middle.start, middle.end))
    expect(await countOf(`copyof:@${row!.example.id}`)).toBe(row!.copies)
  })

  test('the filter of each owner, kind and bin finds its collections', async () => {
    const owners = await ask('collectionOwners', ALL)
    for (const { owner, query, count } of owners.rows.slice(0, 60)) {
      expect([owner, await countOf(query)]).toEqual([owner, count])
      expect((await ask('ownedCollections', owner, ALL)).total).toBe(count)
    }
    const { kinds, bins } = await ask('collectionOverview')
    for (const { query, count } of [...kinds, ...bins]) {
      expect([query, await countOf(query)]).toEqual([query, count])
      expect((await ask('collections', { ...ALL, filter: query })).total).toBe(count)
    }
  })

  test('the filter of each shape finds its objects', async () => {
    const { rows } = await ask('shapes', { ...ALL, sort: { column: 'retainedSize', descending: true } })
    for (const { query, count, example } of rows.slice(0, 60)) {
      expect([query, await countOf(query)]).toEqual([query, count])
      expect((await ask('objectsOfShape', example.id, ALL)).total).toBe(count)
      expect(await countOf(`shapeof:@${example.id}`)).toBe(count)
    }
  })

  test('tables are filtered by their own fields and texts', async () => {
    const all = await ask('duplicates', ALL)
    const few = await ask('duplicates', { ...ALL, filter: 'copies:>2 wasted:>100 /^[a-z]/' })
    expect(few.rows).toEqual(
      all.rows.filter((row) => row.copies > 2 && row.wasted > 100 && /^[a-z]/.test(row.value)),
    )
    expect(few.all).toBe(all.total)
    const shapes = await ask('shapes', ALL)
    const wide = await ask('shapes', { ...ALL, filter: 'properties:>3 -count:1' })
    expect(wide.rows).toEqual(shapes.rows.filter((row) => row.properties > 3 && row.count !== 1))
    const collections = await ask('collections', ALL)
    const low = await ask('collections', { ...ALL, filter: 'fill:<0.5 entries:>0' })
    expect(low.rows).toEqual(
      collections.rows.filter(({ fill, entries }) => fill !== null && fill < 0.5 && entries! > 0),
    )
    const classes = await ask('classShapes', { ...ALL, filter: 'shapes:>2' })
    expect(classes.rows.every((row) => row.shapes > 2)).toBe(true)
    await expect(ask('shapes', { ...ALL, filter: 'entries:0' })).rejects.toMatchObject({ code: 'bad-filter' })
  })
})
