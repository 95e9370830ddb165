import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TupleTable } from './tuple-table.ts'

test('equal sequences get one number, different ones different numbers, in the order first seen', () => {
  const sequence = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 })
  fc.assert(
    fc.property(fc.array(sequence, { maxLength: 400 }), (sequences) => {
      const table = new TupleTable()
      const expected = new Map<string, number>()
      for (const items of sequences) {
        const key = items.join()
        if (!expected.has(key)) expected.set(key, expected.size)
        expect(table.intern(Uint32Array.from(items), items.length)).toBe(expected.get(key))
      }
      expect(table.count).toBe(expected.size)
      for (const [key, index] of expected) expect(table.items(index).join()).toBe(key)
    }),
    { numRuns: 100 },
  )
})

test('a hundred thousand sequences keep their numbers while the table grows', () => {
  const table = new TupleTable()
  const item = new Uint32Array(2)
  const intern = (i: number): number => {
    item[0] = i % 317
    item[1] = i
    return table.intern(item, 2)
  }
  for (let i = 0; i < 100_000; i++) expect(intern(i)).toBe(i)
  for (let i = 0; i < 100_000; i++) expect(intern(i)).toBe(i)
  expect(table.count).toBe(100_000)
})
