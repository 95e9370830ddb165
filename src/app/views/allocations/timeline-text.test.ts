import { expect, test } from 'vitest'
import { chosenBins, momentText, sumOf, touchedBins } from './timeline-text.ts'

const bins = [0, 1, 2, 3].map((i) => ({
  after: i * 100,
  first: i * 100 + 50,
  last: i * 100 + 100,
  count: i,
  size: 10 * i,
}))

test('a stretch takes in the bins whose samples it has, and none means all', () => {
  expect(chosenBins(bins, undefined, undefined)).toEqual([0, 3])
  expect(chosenBins(bins, 150, 300)).toEqual([1, 2])
  expect(chosenBins(bins, 100, 100)).toEqual([0, 0])
  expect(chosenBins(bins, 0, 1e9)).toEqual([0, 3])
  expect(chosenBins(bins, 5000, 6000)).toEqual([0, 3])
  expect(chosenBins([], 1, 2)).toEqual([0, 0])
})

test('what is drawn over touches the bins it overlaps', () => {
  expect(touchedBins(bins, 120, 180)).toEqual([1, 1])
  expect(touchedBins(bins, 120, 210)).toEqual([1, 2])
  expect(touchedBins(bins, 100, 200)).toEqual([1, 1])
  expect(touchedBins(bins, 900, 950)).toBeNull()
})

test('moments are in seconds, and sums are of the bins between', () => {
  expect(momentText(574_213)).toBe('0.574\u00a0s')
  expect(sumOf(bins, 1, 2)).toEqual({ count: 3, size: 30 })
})
