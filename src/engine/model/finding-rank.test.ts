import { expect, test } from 'vitest'
import { findingRowOf } from '../testing/finding-row.ts'
import { byRank } from './finding-rank.ts'
import type { FindingRow } from './finding-rows.ts'

const keys = (rows: readonly FindingRow[]) => rows.map(({ key }) => key)
const saving = (bytes: number) => ({ bytes, estimate: false, method: [] })

test('the worst come first, then those that a cure frees most of', () => {
  const rows = [
    findingRowOf({ key: 'note', severity: 'note', retained: 900 }),
    findingRowOf({ key: 'small', severity: 'warning', retained: 500, saving: saving(10) }),
    findingRowOf({ key: 'large', severity: 'warning', retained: 100 }),
    findingRowOf({ key: 'serious', severity: 'serious', retained: 1 }),
  ]
  expect(keys(rows.toSorted(byRank))).toEqual(['serious', 'large', 'small', 'note'])
})

test('of equals, those of the program come before those of others’ code', () => {
  const rows = [
    findingRowOf({ key: 'engine', whose: 'runtime', retained: 900 }),
    findingRowOf({ key: 'library', whose: 'library', retained: 800 }),
    findingRowOf({ key: 'unknown', whose: null, retained: 10 }),
    findingRowOf({ key: 'own', whose: 'own', retained: 20 }),
  ]
  expect(keys(rows.toSorted(byRank))).toEqual(['own', 'unknown', 'engine', 'library'])
})
