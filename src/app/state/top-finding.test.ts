import { expect, test } from 'vitest'
import { findingRowOf } from '#engine/testing/finding-row.ts'
import { topFinding } from './top-finding.ts'

test('a note is told first only where nothing is worse and it is about a fifth of the heap', () => {
  const warning = findingRowOf({ key: 'warning', severity: 'warning', retained: 1 })
  const note = findingRowOf({ key: 'note', severity: 'note', retained: 200 })
  expect(topFinding([warning, note], 1000)).toBe(warning)
  expect(topFinding([note], 1000)).toBe(note)
  expect(topFinding([note], 1001)).toBeNull()
  expect(topFinding([], 0)).toBeNull()
})
