import { expect, test } from 'vitest'
import type { FindingRow } from '#engine/model/finding-rows.ts'
import { findingRowOf } from '#engine/testing/finding-row.ts'
import { ranked, topFinding } from './rank-findings.ts'

const keys = (rows: readonly FindingRow[]) => rows.map(({ key }) => key)
const saving = (bytes: number) => ({ bytes, estimate: false, method: [] })

test('the worst come first, then those that a cure frees most of', () => {
  const rows = [
    findingRowOf({ key: 'note', severity: 'note', retained: 900 }),
    findingRowOf({ key: 'small', severity: 'warning', retained: 500, saving: saving(10) }),
    findingRowOf({ key: 'large', severity: 'warning', retained: 100 }),
    findingRowOf({ key: 'serious', severity: 'serious', retained: 1 }),
  ]
  expect(keys(ranked(rows))).toEqual(['serious', 'large', 'small', 'note'])
})

test('a note is told first only where nothing is worse and it is about a fifth of the heap', () => {
  const warning = findingRowOf({ key: 'warning', severity: 'warning', retained: 1 })
  const note = findingRowOf({ key: 'note', severity: 'note', retained: 200 })
  expect(topFinding([warning, note], 1000)).toBe(warning)
  expect(topFinding([note], 1000)).toBe(note)
  expect(topFinding([note], 1001)).toBeNull()
  expect(topFinding([], 0)).toBeNull()
})
