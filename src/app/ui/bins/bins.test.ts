import { expect, test } from 'vitest'
import { binHeights, binLabel, fits, shortCount } from './bins.ts'

const bin = (from: number | null, count = 1) => ({ from, to: from, count })

test('bins are labelled by their least number in few characters', () => {
  expect([0, 1, 512, 1024, 1025, 4097, 2 ** 20, null].map((from) => binLabel(bin(from)))).toEqual(
    ['0', '1', '512', '1k', '1k', '4k', '1M', '?'], // prettier-ignore
  )
})

test('counts take four characters at most', () => {
  expect([0, 999, 1000, 12_345, 999_499, 2_500_000].map(shortCount)).toEqual(
    ['0', '999', '1k', '12k', '999k', '3M'], // prettier-ignore
  )
})

test('the fullest bin is as high as there is room, and the least filled is still seen', () => {
  expect(binHeights([bin(0, 1000), bin(1, 1), bin(2, 0)], 60)).toEqual([60, 1.5, 0])
  expect(binHeights([bin(0, 0)], 60)).toEqual([0])
})

test('figures stand over bars only where all of them fit', () => {
  expect(fits(['12k', '7'], 20)).toBe(true)
  expect(fits(['9,999'], 20)).toBe(false)
})
