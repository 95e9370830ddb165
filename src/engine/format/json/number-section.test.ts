import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberSection } from './number-section.ts'

/** Reads `text` cut before the positions in `cuts`. */
function read(text: string, cuts: readonly number[]): { values: number[]; end: number } {
  const values: number[] = []
  const section = new NumberSection('test', {
    stride: 1,
    accept: (batch, count) => values.push(...batch.subarray(0, count)),
  })
  const bytes = new TextEncoder().encode(text)
  const bounds = [0, ...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b)
  for (let i = 1; i < bounds.length; i++) {
    const end = section.read(bytes, bounds[i - 1]!, bounds[i]!, 0)
    if (end !== -1) return { values, end }
  }
  return { values, end: -1 }
}

const number = fc.oneof(
  fc.integer({ min: 0, max: 9 }),
  fc.integer({ min: -(2 ** 31), max: 2 ** 32 }),
  fc.maxSafeInteger(),
  fc.constantFrom(99_999_999, 999_999_999, 1_000_000_000, 4_294_967_295, 4_294_967_296),
)

test('whole numbers of any length come out as JSON.parse reads them, wherever the text is cut', () => {
  const separator = fc.constantFrom(',', ',', '\n,', ' , ', ',\r\n\t')
  fc.assert(
    fc.property(fc.array(number), separator, fc.array(fc.nat()), (numbers, comma, cuts) => {
      const text = `[${numbers.join(comma)}]`
      // Minus nothing is nothing.
      expect(read(`${text},x`, cuts)).toEqual({ values: numbers.map((n) => n + 0), end: text.length })
    }),
    { numRuns: 2000 },
  )
})

test('what is not a list of whole numbers is refused', () => {
  for (const text of [
    '[1 2]',
    '[1,,2]',
    '[,1]',
    '[1,]',
    '[-]',
    '[--1]',
    '[- 1]',
    '[1e3]',
    '[1.0]',
    '[[1]]',
    '["1"]',
    '7',
    '{}',
  ]) {
    expect(() => read(`${text}    `, []), text).toThrow(expect.objectContaining({ code: 'bad-number' }))
  }
})
