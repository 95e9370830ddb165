import { expect, test } from 'vitest'
import { thinned } from './thinned.ts'

test('leaves all where there is room', () => {
  expect(thinned([1, 2, 3], 3)).toEqual([1, 2, 3])
})

test('leaves the first and every n-th after it', () => {
  expect(thinned([0, 1, 2, 3, 4, 5, 6], 3)).toEqual([0, 3, 6])
  expect(thinned([0, 1, 2, 3], 3)).toEqual([0, 2])
})

test('leaves one where there is no room at all, and nothing of nothing', () => {
  expect(thinned([1, 2], 0)).toEqual([1])
  expect(thinned([], 0)).toEqual([])
})
