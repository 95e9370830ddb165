import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quietTask } from '../testing/quiet-task.ts'
import { findRepeats } from './repeat-filter.ts'

function mixed(i: number): number {
  const first = Math.imul(i ^ (i >>> 7), 0x9e37_79b1)
  return Math.imul(first ^ (first >>> 15), 0x85eb_ca6b) >>> 0
}

test('whatever is there twice may repeat', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(0xffff_ffff)), fc.array(fc.nat()), async (hashes, picks) => {
      const again = picks.flatMap((pick) => hashes[pick % Math.max(1, hashes.length)] ?? [])
      const filter = await findRepeats(Uint32Array.from([...again, ...hashes]), quietTask())
      expect(again.every((hash) => filter.mayRepeat(hash))).toBe(true)
    }),
  )
})

test('of many things with hashes of their own hardly any may repeat, and those that do are found among them', async () => {
  const count = 100_000
  const hashes = Uint32Array.from({ length: count }, (_, i) => mixed(i % 100 === 0 ? i % 10_000 : i))
  const times = new Map<number, number>()
  for (const hash of hashes) times.set(hash, (times.get(hash) ?? 0) + 1)
  const filter = await findRepeats(hashes, quietTask())
  const repeating = hashes.filter((hash) => times.get(hash)! > 1)
  expect(repeating.length).toBeGreaterThan(900)
  expect(repeating.every((hash) => filter.mayRepeat(hash))).toBe(true)
  const named = hashes.filter((hash) => filter.mayRepeat(hash))
  expect(named.length - repeating.length).toBeLessThan(count / 4)
})
