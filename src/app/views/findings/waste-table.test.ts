import { expect, test } from 'vitest'
import { HeapError } from '#engine/base/error.ts'
import type { ListRequest } from '#engine/model/rows.ts'
import { type NamedWaste, type WasteColumn, wastePage } from './waste-table.ts'

const row = (key: string, change: Partial<NamedWaste>): NamedWaste => ({
  key,
  rule: 'duplicate-strings',
  title: 'Duplicate strings',
  owner: 'Order.country',
  claimed: 100,
  overlapping: 0,
  counted: 100,
  overlapsWith: null,
  withOwner: null,
  withWords: null,
  ...change,
})
const ROWS = [
  row('a', { counted: 10, overlapping: 90, owner: 'Zoo.keeper' }),
  row('b', { counted: 300, claimed: 300, rule: 'large-collection', title: 'Collection' }),
  row('c', { counted: 200, claimed: 200 }),
]

function keys(request: Partial<ListRequest<WasteColumn>>): string {
  const page = wastePage(ROWS, { start: 0, end: 10, ...request })
  expect(page.all).toBe(3)
  return page.rows.map(({ key }) => key).join('')
}

test('waste is sorted by its columns and shown page by page', () => {
  expect(keys({ sort: { column: 'counted', descending: true } })).toBe('bca')
  expect(keys({ sort: { column: 'owner', descending: true } })).toBe('abc')
  expect(keys({ sort: { column: 'counted', descending: false }, start: 1, end: 2 })).toBe('c')
})

test('waste is filtered by rule, owner and bytes', () => {
  expect(keys({ filter: 'collection' })).toBe('b')
  expect(keys({ filter: 'rule:duplicate-strings owner:order' })).toBe('c')
  expect(keys({ filter: 'overlapping:>0' })).toBe('a')
  expect(() => keys({ filter: 'counted:much' })).toThrow(HeapError)
})
