import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LargestFirst } from './largest-first.ts'

/** null pops, a number pushes. */
const steps = fc.array(fc.oneof(fc.nat({ max: 9 }), fc.constant(null)), { maxLength: 200 })

test('gives the largest first, of equal ones the earlier, up to its limit', () => {
  fc.assert(
    fc.property(steps, fc.nat({ max: 12 }), (all, limit) => {
      const queue = new LargestFirst<number>(limit)
      const plain: { key: number; order: number }[] = []
      let popped = 0
      for (const [order, key] of [...all, ...Array.from({ length: limit }, () => null)].entries()) {
        if (key !== null) {
          queue.push(key, order)
          plain.push({ key, order })
          continue
        }
        plain.sort((a, b) => b.key - a.key || a.order - b.order)
        const expected = popped < limit ? plain.shift()?.order : undefined
        if (expected !== undefined) popped++
        expect(queue.pop()).toBe(expected)
      }
      expect(queue.hasMore).toBe(plain.length > 0)
    }),
    { numRuns: 3000, seed: 3 },
  )
})

test('holds about twice its limit, however much is pushed', () => {
  const queue = new LargestFirst<number>(10)
  for (let i = 0; i < 100_000; i++) queue.push(i, i)
  expect(queue.floor).toBeGreaterThan(99_900)
  expect(Array.from({ length: 10 }, () => queue.pop())).toEqual(
    Array.from({ length: 10 }, (_, i) => 99_999 - i),
  )
  expect(queue.pop()).toBeUndefined()
})
