import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RepeatFilter } from './repeat-filter.ts'

test('whatever was added twice may repeat', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(0xffff_ffff)), fc.array(fc.nat()), (hashes, picks) => {
      const again = picks.flatMap((pick) => hashes[pick % Math.max(1, hashes.length)] ?? [])
      const filter = new RepeatFilter(hashes.length + again.length)
      for (const hash of [...hashes, ...again]) filter.add(hash)
      expect(again.every((hash) => filter.mayRepeat(hash))).toBe(true)
    }),
  )
})

test('of things with hashes of their own hardly any may repeat', () => {
  const count = 10_000
  const hash = (i: number): number => Math.imul(i ^ (i >>> 7), 0x9e37_79b1) >>> 0
  const filter = new RepeatFilter(count)
  for (let i = 0; i < count; i++) filter.add(hash(i))
  const named = Array.from({ length: count }, (_, i) => i).filter((i) => filter.mayRepeat(hash(i)))
  expect(named.length).toBeLessThan(count / 8)
})
