import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPlaceholder, placeholder } from './placeholder.ts'

const words = fc.tuple(fc.integer({ min: 0, max: 0xffff_ffff }), fc.integer({ min: 0, max: 0xffff_ffff }))

test('a placeholder tells the length as people write it, and 60 bits of the hash', () => {
  const hash = Uint32Array.of(0, 0)
  expect(placeholder(1, hash)).toBe('‹1 character, value 000000000000›')
  expect(placeholder(0, hash)).toBe('‹0 characters, value 000000000000›')
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 31 - 1 }), words, (length, [first, second]) => {
      const text = placeholder(length, Uint32Array.of(first, second))
      expect(text.startsWith(`‹${length.toLocaleString('en')} character`)).toBe(true)
      expect(isPlaceholder(text)).toBe(true)
      // Another bit of the 60 is another class, the two highest of each word are not shown.
      expect(placeholder(length, Uint32Array.of(first ^ 0x2000_0000, second))).not.toBe(text)
      expect(placeholder(length, Uint32Array.of(first, second ^ 1))).not.toBe(text)
      expect(placeholder(length, Uint32Array.of(first ^ 0x4000_0000, second ^ 0x8000_0000))).toBe(text)
    }),
  )
})

test('nothing else is taken for one', () => {
  for (const text of [
    '',
    '‹',
    '‹3 characters›',
    'x‹3 characters, value 000000000000›',
    '‹a characters, value 000000000000›',
  ])
    expect(isPlaceholder(text)).toBe(false)
})
