import { expect, test } from 'vitest'
import { ageText, durationText } from './age-text.ts'

const MINUTE = 60_000

test.each([
  [0, 'just now'],
  [5 * MINUTE, '5 minutes ago'],
  [61 * MINUTE, '1 hour ago'],
  [25 * 60 * MINUTE, 'yesterday'],
  [72 * 60 * MINUTE, '3 days ago'],
])('%d ms ago is %s', (ms, text) => {
  expect(ageText(1e12 - ms, 1e12)).toBe(text)
})

test('a clock that was set back makes nothing negative', () => {
  expect(ageText(1e12 + MINUTE, 1e12)).toBe('just now')
})

test('a wait is never less than a second, and goes to minutes when seconds would be too many', () => {
  expect(durationText(20)).toBe('about 1 s')
  expect(durationText(4200)).toBe('about 4 s')
  expect(durationText(100_000)).toBe('about 2 min')
})
