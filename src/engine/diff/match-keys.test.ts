import { expect, test } from 'vitest'
import { quietTask } from '../testing/quiet-task.ts'
import { matchKeys, noMatches } from './match-keys.ts'

/** Ids that follow each other, as V8 gives them. */
const idsOf = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => 2 * i + 1)

test('a heap is matched with one that has ten times as many ids in no more time than its nodes take', async () => {
  const [base, target] = [idsOf(60_000), idsOf(600_000)]
  const matches = noMatches(base.length, target.length)
  const start = performance.now()
  const keys = (low: Uint32Array) => ({ low, high: null })
  await matchKeys(keys(base), keys(target), matches, quietTask())
  const time = performance.now() - start
  expect(matches.inTarget).toEqual(Uint32Array.from(base, (_, node) => node))
  expect(matches.inBase.subarray(base.length).every((node) => node === 0xffff_ffff)).toBe(true)
  // A search past all ids of the base for each other one takes more than a minute; this takes a tenth of a second.
  expect(time).toBeLessThan(10_000)
})
