import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetOf, makeRoom, recentAt, type RecentCapture } from './recent-budget.ts'

function capture(id: string, kept: number, opened: number, addresses: string[] = []): RecentCapture {
  return { id, name: `${id}.heapsnapshot`, size: kept * 10, kept, analysed: 0, opened, addresses }
}

const kept = [capture('old', 40, 1), capture('new', 30, 3), capture('mid', 20, 2)]

test('nothing goes where there is room', () => {
  expect(makeRoom(kept, 10, 100)).toEqual([])
})

test('what was not opened for longest goes first, and no more than needed', () => {
  expect(makeRoom(kept, 50, 100).map(({ id }) => id)).toEqual(['old'])
  expect(makeRoom(kept, 60, 100).map(({ id }) => id)).toEqual(['old', 'mid'])
})

test('after making room everything fits, and bringing back the last to go would not', () => {
  const captures = fc.array(
    fc
      .record({ bytes: fc.nat(100), opened: fc.nat(1000) })
      .map(({ bytes, opened }) => capture('x', bytes, opened)),
  )
  fc.assert(
    fc.property(captures, fc.nat(200), fc.nat(100), (all, size, more) => {
      const budget = size + more
      const go = makeRoom(all, size, budget)
      const stays = all.filter((one) => !go.includes(one)).reduce((sum, one) => sum + one.kept, 0)
      const last = go.at(-1)
      expect(stays + size).toBeLessThanOrEqual(budget)
      if (last) expect(stays + last.kept + size).toBeGreaterThan(budget)
    }),
  )
})

test('the budget leaves part of the browser’s quota alone and has an upper end', () => {
  expect(budgetOf(1000)).toBe(600)
  expect(budgetOf(1e15)).toBe(4 * 1024 ** 3)
})

test('an address names an analysis by its hash, or by what it was called before', () => {
  const all = [capture('a', 1, 1, ['x', 'y']), capture('b', 1, 1, ['z', 'a'])]
  expect(recentAt(all, 'a')?.id).toBe('a')
  expect(recentAt(all, 'z')?.id).toBe('b')
  expect(recentAt(all, 'c')).toBeUndefined()
})
