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

test('long sequences stand between short ones, and all are found by their addresses', () => {
  const table = new TupleTable()
  const lengths = [0, 3, 700, 0, 5000, 1, 1 << 20, 0, (1 << 20) + 1, 2, 3 << 20, 9]
  const sequences = lengths.map((length, i) => Uint32Array.from({ length }, (_, at) => at * 31 + i))
  const numbers = sequences.map((items) => table.intern(items, items.length))
  expect(numbers).toEqual([0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 9])
  const { blocks, first } = table.tuples
  sequences.forEach((items, i) => {
    const address = first[numbers[i]!]!
    const start = address & 0xfffff
    const found = blocks[address >>> 20]!.subarray(start, start + items.length)
    expect(Buffer.compare(new Uint8Array(found.slice().buffer), new Uint8Array(items.buffer))).toBe(0)
    expect(table.items(numbers[i]!)).toHaveLength(items.length)
    expect(table.intern(items, items.length)).toBe(numbers[i])
  })
})

test('every block that a long sequence takes begins where its addresses do', () => {
  const table = new TupleTable()
  const items = Uint32Array.from({ length: (2 << 20) + 5 }, (_, at) => at)
  table.intern(Uint32Array.of(1), 1)
  const number = table.intern(items, items.length)
  const address = table.tuples.first[number]!
  for (const at of [0, (1 << 20) - 1, 1 << 20, (2 << 20) + 4]) {
    const { blocks } = table.tuples
    expect(blocks[(address + at) >>> 20]![(address + at) & 0xfffff]).toBe(at)
  }
})
