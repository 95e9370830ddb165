import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  allowedOf,
  countFor,
  isWithin,
  limitOf,
  SHARE_PATTERN,
  shareFor,
  SIZE_PATTERN,
  sizeFor,
  sizeOf,
} from './amounts.ts'

const UNITS = { B: 0, k: 1, KB: 1, KiB: 1, mb: 2, MB: 2, MiB: 2, G: 3, GB: 3, GiB: 3, T: 4, TiB: 4 } as const

describe('sizes', () => {
  test('are a number and a unit in steps of 1,024, with a space between or none', () => {
    const units = fc.constantFrom(...(Object.keys(UNITS) as (keyof typeof UNITS)[]))
    const property = fc.property(fc.nat(99_999), units, fc.constantFrom('', ' '), (number, unit, space) => {
      const text = `${number}${space}${unit}`
      expect(text).toMatch(SIZE_PATTERN)
      expect(sizeOf(text)).toBe(number * 1024 ** UNITS[unit])
    })
    fc.assert(property)
  })

  test('may have a fraction, of which whole bytes count', () => {
    expect(['1.5 KB', '0.1 KB', '2.25 MB'].map(sizeOf)).toEqual([1536, 102, 2_359_296])
  })

  test.each([
    '',
    '120',
    'MB',
    '-1 MB',
    '1,5 MB',
    '1e3 B',
    '1  MB',
    ' 1 MB',
    '1 MB ',
    '1 XB',
    '1 %',
    '.5 MB',
    '1 iB',
  ])('are not “%s”', (text) => expect(text).not.toMatch(SIZE_PATTERN))

  test('of ours are read as at least what they are for, and little more', () => {
    const property = fc.property(fc.integer({ min: 0, max: 2 ** 45 }), (bytes) => {
      const text = sizeFor(bytes)
      expect(text).toMatch(SIZE_PATTERN)
      expect(sizeOf(text)).toBeGreaterThanOrEqual(bytes)
      expect(sizeOf(text)).toBeLessThanOrEqual(Math.max(bytes + 1, bytes * 1.25))
    })
    fc.assert(property, { numRuns: 1000 })
  })
})

describe('limits', () => {
  test('a share allows exactly its part, without the dust of fractions', () => {
    const property = fc.property(fc.nat(1000), fc.nat(10_000), (percent, hundredth) => {
      const limit = limitOf(`${percent} %`)
      const whole = 100 * hundredth
      expect(isWithin(percent * hundredth, limit, whole)).toBe(true)
      expect(isWithin(percent * hundredth + 1, limit, whole)).toBe(false)
      expect(allowedOf(limit, whole)).toBe(percent * hundredth)
    })
    fc.assert(property)
  })

  test('a number is so many objects, a size so many bytes', () => {
    expect(limitOf(1000)).toEqual({ amount: 1000 })
    expect(limitOf('2 KB')).toEqual({ amount: 2048 })
    expect(isWithin(2048, limitOf('2 KB'), 0)).toBe(true)
    expect(isWithin(2049, limitOf('2 KB'), 1e9)).toBe(false)
  })

  test('of ours allow what they are for', () => {
    const property = fc.property(fc.nat(), fc.nat(), (a, b) => {
      const share = shareFor(Math.min(a, b), Math.max(a, b))
      expect(share).toMatch(SHARE_PATTERN)
      expect(isWithin(Math.min(a, b), limitOf(share), Math.max(a, b))).toBe(true)
      expect(countFor(a)).toBeGreaterThanOrEqual(a)
      expect(countFor(a)).toBeLessThanOrEqual(Math.max(a * 1.1, a + 1))
    })
    fc.assert(property, { numRuns: 1000 })
    expect([0, 7, 99, 100, 410, 1234].map(countFor)).toEqual([0, 7, 99, 100, 410, 1300])
  })
})
