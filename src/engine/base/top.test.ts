import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topIndexesBy } from './top.ts'

test('the first of any order are those that sorting would put first', () => {
  const key = fc.oneof(
    fc.nat({ max: 5 }),
    fc.double({ noNaN: true }),
    fc.constantFrom(-Infinity, Infinity, -0),
  )
  const keys = fc.oneof(
    fc.array(key, { maxLength: 400 }),
    // In order already, and the other way round.
    fc
      .tuple(fc.nat({ max: 400 }), fc.constantFrom(1, -1))
      .map(([n, sign]) => Array.from({ length: n }, (_, i) => sign * i)),
  )
  fc.assert(
    fc.property(keys, fc.boolean(), fc.nat({ max: 40 }), (values, descending, count) => {
      const indexes = Uint32Array.from(values, (_, i) => i)
      const sign = descending ? -1 : 1
      const sorted = [...indexes].sort((a, b) => {
        const [x, y] = [values[a]!, values[b]!]
        return x === y ? a - b : sign * (x < y ? -1 : 1)
      })
      const found = topIndexesBy(indexes, (index) => values[index]!, descending, count)
      expect([...found]).toEqual(sorted.slice(0, count))
    }),
    { numRuns: 500 },
  )
})
