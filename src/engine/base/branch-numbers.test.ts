import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BranchNumbers } from './branch-numbers.ts'

test('equal pairs get one number, different ones different numbers, however many a branch has', () => {
  // The branch of a pair follows from it; some have a single pair, one has most.
  const pair = fc.tuple(fc.oneof(fc.constant(0), fc.nat({ max: 20 })), fc.nat({ max: 40 }))
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 400 }), fc.nat({ max: 5 }), (pairs, room) => {
      const branches = new BranchNumbers(room)
      const expected = new Map<string, number>()
      for (const [branch, value] of pairs) {
        const name = `${branch} ${value}`
        if (!expected.has(name)) expected.set(name, expected.size)
        expect(branches.add(branch, branch - 3, value)).toBe(expected.get(name))
      }
      const { first, second } = branches.numbers.pairs
      expect([...first].map((value, i) => `${(value | 0) + 3} ${second[i]}`)).toEqual([...expected.keys()])
    }),
    { numRuns: 100 },
  )
})

test('a branch with a hundred thousand pairs takes no longer than their number allows', () => {
  const branches = new BranchNumbers(0)
  const all = Array.from({ length: 100_000 }, (_, i) => i)
  const start = performance.now()
  for (const round of [1, 2]) expect(all.filter((i) => branches.add(7, i, round - round) !== i)).toEqual([])
  // One after the other, they take a minute.
  expect(performance.now() - start).toBeLessThan(10_000)
})
