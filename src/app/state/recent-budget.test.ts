import fc from 'fast-check'
import { expect, test } from 'vitest'
import { budgetOf, makeRoom, type RecentCapture } from './recent-budget.ts'

function capture(id: string, size: number, opened: number): RecentCapture {
  return { id, name: `${id}.heapsnapshot`, size, modified: 0, opened }
}

const kept = [capture('old', 40, 1), capture('new', 30, 3), capture('mid', 20, 2)]

test('nothing goes where there is room', () => {
  expect(makeRoom(kept, 10, 100)).toEqual([])
})

test('what was not opened for longest goes first, and no more than needed', () => {
  expect(makeRoom(kept, 50, 100)?.map(({ id }) => id)).toEqual(['old'])
  expect(makeRoom(kept, 60, 100)?.map(({ id }) => id)).toEqual(['old', 'mid'])
})

test('a capture larger than all the room pushes nothing out', () => {
  expect(makeRoom(kept, 101, 100)).toBeNull()
})

test('after making room everything fits, and bringing back the last to go would not', () => {
  const captures = fc.array(
    fc
      .record({ size: fc.nat(100), opened: fc.nat(1000) })
      .map(({ size, opened }) => capture('x', size, opened)),
  )
  fc.assert(
    fc.property(captures, fc.nat(200), fc.nat(300), (all, size, budget) => {
      const go = makeRoom(all, size, budget)
      if (!go) {
        expect(size).toBeGreaterThan(budget)
        return
      }
      const stays = all.filter((one) => !go.includes(one)).reduce((sum, one) => sum + one.size, 0)
      const last = go.at(-1)
      expect(stays + size <= budget || stays === 0).toBe(true)
      if (last) expect(stays + last.size + size).toBeGreaterThan(budget)
    }),
  )
})

test('the budget leaves part of the browser’s quota alone and has an upper end', () => {
  expect(budgetOf(1000)).toBe(600)
  expect(budgetOf(1e15)).toBe(4 * 1024 ** 3)
})
