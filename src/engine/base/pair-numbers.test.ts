import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_NUMBER, PairNumbers } from './pair-numbers.ts'

test('equal pairs get one number, different ones different numbers, in the order first seen', () => {
  const part = fc.oneof(fc.nat({ max: 3 }), fc.constantFrom(2 ** 31, 2 ** 32 - 1))
  fc.assert(
    fc.property(fc.array(fc.tuple(part, part), { maxLength: 300 }), fc.boolean(), (pairs, shared) => {
      const numbers = new PairNumbers(undefined, undefined, shared)
      const expected = new Map<string, number>()
      for (const [first, second] of pairs) {
        const known = expected.get(`${first} ${second}`)
        expect(numbers.find(first, second)).toBe(known ?? NO_NUMBER)
        if (known === undefined) expected.set(`${first} ${second}`, expected.size)
        expect(numbers.add(first, second)).toBe(known ?? expected.size - 1)
      }
      expect(numbers.count).toBe(expected.size)
      const { first, second } = numbers.pairs
      expect([...first].map((value, number) => `${value} ${second[number]}`)).toEqual([...expected.keys()])
    }),
    { numRuns: 100 },
  )
})

test('numbers below zero are those of the same bits', () => {
  const numbers = new PairNumbers()
  expect(numbers.add(-1, 5)).toBe(0)
  expect(numbers.add(0xffff_ffff, 5)).toBe(0)
  expect(numbers.find(-1, 5)).toBe(0)
})

test('a hundred thousand pairs keep their numbers while the table grows', () => {
  const numbers = new PairNumbers()
  const add = (i: number): number => numbers.add(i % 317, i)
  const all = Array.from({ length: 100_000 }, (_, i) => i)
  expect(all.filter((i) => add(i) !== i)).toEqual([])
  expect(
    all.filter((i) => add(i) !== i || numbers.firsts[i] !== i % 317 || numbers.seconds[i] !== i),
  ).toEqual([])
  expect(numbers.count).toBe(100_000)
})

test('pairs that follow each other are found in no more time than any others', () => {
  const numbers = new PairNumbers(1_000_000)
  const start = performance.now()
  for (let i = 0; i < 1_000_000; i++) numbers.add(2 * i + 1, 0)
  for (let i = 0; i < 1_000_000; i++) numbers.find(7, 2 * i)
  // Where each search goes past all others, this takes hours; now it takes a fifth of a second.
  expect(performance.now() - start).toBeLessThan(10_000)
})
