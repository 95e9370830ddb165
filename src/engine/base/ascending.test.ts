import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascending } from './ascending.ts'

test('few and many numbers come in ascending order', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(500)), fc.constantFrom(501, 1_000_000), (numbers, length) => {
      const sorted = ascending(Uint32Array.from(numbers), length)
      expect([...sorted]).toEqual(numbers.toSorted((a, b) => a - b))
    }),
  )
})
