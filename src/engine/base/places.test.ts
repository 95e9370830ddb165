import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeOf } from './place-of.ts'
import { Places } from './places.ts'

test('every number is where a search finds it, and no other is anywhere', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(200)), fc.nat(40), (numbers, more) => {
      const sorted = Uint32Array.from(numbers).sort()
      const length = (sorted.at(-1) ?? 0) + 1 + more
      const places = new Places(sorted, length)
      for (let value = 0; value < length; value++) {
        expect(places.of(value)).toBe(placeOf(sorted, value))
        expect(places.has(value)).toBe(sorted.includes(value))
      }
    }),
  )
})

test('all of many numbers are found', () => {
  const all = Uint32Array.from({ length: 10_000 }, (_, i) => i)
  const places = new Places(all, all.length)
  expect(all.every((value) => places.of(value) === value)).toBe(true)
})
