import { expect, test } from 'vitest'
import { fitText } from './fit-text.ts'

/** Every character is 10 wide. */
const measure = (text: string) => Array.from(text).length * 10

test('a text that fits stays as it is', () => {
  expect(fitText('Session', 70, measure)).toBe('Session')
})

test('a longer one is cut before the width, with an ellipsis', () => {
  expect(fitText('Session', 69, measure)).toBe('Sessi…')
  expect(fitText('two words', 50, measure)).toBe('two…')
  expect(fitText('👩‍🚀🚀🚀🚀', 40, measure).length).toBeGreaterThan(2)
})

test('where not even two characters fit there is nothing', () => {
  expect(fitText('Session', 29, measure)).toBe('')
  expect(fitText('Session', 0, measure)).toBe('')
})

test('a very long text is not measured whole', () => {
  let longest = 0
  const counted = (text: string) => {
    longest = Math.max(longest, text.length)
    return measure(text)
  }
  expect(fitText('x'.repeat(1_000_000), 1e9, counted)).toHaveLength(201)
  expect(longest).toBeLessThan(500)
})
