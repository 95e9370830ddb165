import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sortIndexesBy } from './radix-sort.ts'
import { topIndexesBy } from './top.ts'

const keys = fc.array(
  fc.oneof(
    fc.integer({ min: -5, max: 20 }),
    fc.integer({ min: 0, max: 2 ** 32 }),
    fc.maxSafeInteger(),
    fc.constant(Number.MAX_VALUE),
    fc.constant(-0),
  ),
  { maxLength: 300 },
)

/** What a stable comparison sort gives. */
function sorted(values: readonly number[], descending: boolean): number[] {
  const sign = descending ? -1 : 1
  return values.map((_, i) => i).sort((a, b) => sign * (values[a]! - values[b]!) || a - b)
}

test('indexes come out in the order of a stable comparison sort, whatever the keys', () => {
  fc.assert(
    fc.property(keys, fc.boolean(), (values, descending) => {
      const indexes = Uint32Array.from(values, (_, i) => i)
      sortIndexesBy(indexes, (i) => values[i]!, descending)
      expect([...indexes]).toEqual(sorted(values, descending))
    }),
    { numRuns: 500 },
  )
})

test('the best few are the first few of the whole order', () => {
  fc.assert(
    fc.property(keys, fc.boolean(), fc.integer({ min: 0, max: 40 }), (values, descending, count) => {
      const indexes = Uint32Array.from(values, (_, i) => i)
      const top = topIndexesBy(indexes, (i) => values[i]!, descending, count)
      expect([...top]).toEqual(sorted(values, descending).slice(0, count))
    }),
    { numRuns: 500 },
  )
})
