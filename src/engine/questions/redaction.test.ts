import { beforeAll, describe, expect, test } from 'vitest'
import type { Session } from '../session.ts'
import { openCapture, QUIET_HOST } from '../testing/captures.ts'
import { textsIn, savedRedacted } from '../testing/redacting.ts'

const ALL = { start: 0, end: 100_000 }

describe('before node-24.9.0-target is shared', () => {
  let session: Session
  let written: string

  beforeAll(async () => {
    session = await openCapture('node-24.9.0-target.heapsnapshot.gz')
    written = (await textsIn(await savedRedacted(session))).join('\n')
  }, 60_000)

  const names = (list: 'keys' | 'properties' | 'files', request = {}) =>
    session.ask('redactionNames', [list, { ...ALL, ...request }], QUIET_HOST)

  test('sums say how much is replaced and how much goes', async () => {
    const counts = await session.ask('redactionPreview', [], QUIET_HOST)
    const strings = await session.ask('stringOverview', [], QUIET_HOST)
    const replaced = new Map(counts.values.map((row) => [row.kind, row]))
    expect(replaced.get('strings')!.count).toBeGreaterThan(strings.totals.count / 2)
    expect(replaced.get('regular expressions')!.count).toBeGreaterThan(40)
    expect(counts.properties.uses).toBeGreaterThan(10 * counts.keys.uses)
    expect(counts.classes).toBeGreaterThan(100)
    expect((await names('properties')).all).toBe(counts.properties.names)
    expect((await names('keys')).all).toBe(counts.keys.names)
    expect((await names('files')).all).toBe(counts.files)
  })

  test('every listed property and file is in what is written, in full or as the list says', async () => {
    const { rows } = await names('properties')
    expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['token', 'tags', 'prototype']))
    expect(rows.filter(({ name }) => !written.includes(JSON.stringify(name).slice(1, -1)))).toEqual([])
    const files = await names('files')
    expect(files.rows.map(({ left }) => left)).toContain('/app/leak-a.cjs')
    expect(files.rows.filter(({ left }) => !written.includes(left))).toEqual([])
  })

  test('keys have an example and their length', async () => {
    const { rows } = await names('keys', { filter: '--experimental' })
    expect(rows.length).toBeGreaterThan(10)
    for (const { name, left, example } of rows) {
      expect(left).toMatch(new RegExp(`^‹${name.length} characters, value `))
      expect(session.nodeById(example!)).not.toBeNull()
    }
  })

  test('the most telling come first by custom, and any order can be asked for', async () => {
    const { rows } = await names('properties', { end: 40 })
    expect(rows[0]!.uses).toBe(1)
    expect(rows[0]!.name.length).toBeGreaterThan(20)
    const byUses = await names('properties', { end: 2, sort: { column: 'uses', descending: true } })
    expect(byUses.rows[0]!.name).toBe('__proto__')
    const byName = await names('properties', { end: 300, sort: { column: 'name', descending: false } })
    expect(byName.rows.length).toBe(300)
  })
})
