import { expect, test } from 'vitest'
import { idOfText, idText } from './id-text.ts'

test('a small id is written in decimals, an address as Python writes it', () => {
  expect(idText(28417)).toBe('@28417')
  expect(idText(0x7f31_c0de_1230)).toBe('@0x7f31c0de1230')
})

test.each([28417, 2 ** 32 - 1, 2 ** 32, 0x7fff_ffff_fff8])(
  'what is written of %d reads as the same',
  (id) => {
    expect(idOfText(idText(id))).toBe(id)
    expect(idOfText(idText(id).slice(1))).toBe(id)
  },
)

test.each(['', '@', '@x', '0x', '@12a', '-1', '1.5', '@0x12345678901234'])('“%s” is no id', (text) => {
  expect(idOfText(text)).toBeNull()
})
