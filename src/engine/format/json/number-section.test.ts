import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsNumberParser } from '../kernel/js-number-parser.ts'
import { WasmNumberParser } from '../kernel/wasm-number-parser.ts'
import { NumberSection } from './number-section.ts'

type Parser = typeof JsNumberParser | typeof WasmNumberParser

/** Reads `text`, cut before the positions in `cuts`, in records of `stride` numbers. */
function read(Parser: Parser, stride: number, text: string, cuts: readonly number[] = []) {
  const values: number[] = []
  const section = new NumberSection(
    'test',
    {
      stride,
      accept(numbers, count, wide) {
        const first = values.length
        for (let i = 0; i < count * stride; i++) values.push(numbers[i]!)
        for (const { at, value } of wide) values[first + at] = value
      },
    },
    new Parser(),
  )
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
  fc.integer({ min: 0, max: 15 }).map((digits) => 10 ** digits),
  fc.constantFrom(99_999_999, 999_999_999, 4_294_967_295, 4_294_967_296, 42_949_672_960),
)

describe.each([
  ['the JavaScript kernel', JsNumberParser],
  ['the WebAssembly kernel', WasmNumberParser],
])('with %s', (_, Parser) => {
  test('whole numbers of any length come out as JSON.parse reads them, wherever the text is cut', () => {
    const separator = fc.constantFrom(',', ',', '\n,', ' , ', ',\r\n\t')
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.array(number, { maxLength: 100 }),
        separator,
        fc.array(fc.nat(), { maxLength: 10 }),
        (stride, numbers, comma, cuts) => {
          const whole = numbers.slice(0, numbers.length - (numbers.length % stride))
          const text = `[${whole.join(comma)}]`
          // Adding 0 makes nothing of minus nothing.
          const expected = whole.map((value) => value + 0)
          expect(read(Parser, stride, `${text},x`, cuts)).toEqual({ values: expected, end: text.length })
        },
      ),
      { numRuns: 1500 },
    )
  })

  test('a list longer than any buffer comes out whole', () => {
    const numbers = Array.from({ length: 300_000 }, (_unused, i) => (i * 7919) % 1_000_003)
    const text = `[${numbers.join()}]`
    expect(read(Parser, 6, text)).toEqual({ values: numbers, end: text.length })
    expect(read(Parser, 6, text, [1000, 70_001, 500_002])).toEqual({ values: numbers, end: text.length })
  })

  test('what is not a list of whole numbers is refused', () => {
    const wrong = ['1 2', '1,,2', ',1', '1,', '-', '--1', '- 1', '1e3', '1.0', '[1]', '"1"', 'x']
    for (const text of [...wrong.map((inside) => `[${inside}]`), '7', '{}']) {
      for (const padded of [text, `${text}, 1234, 5678, 9012, 3456`]) {
        expect(() => read(Parser, 1, padded), padded).toThrow(expect.objectContaining({ code: 'bad-number' }))
      }
    }
  })

  test('a list that ends within a record is refused', () => {
    expect(() => read(Parser, 3, '[1,2,3,4]')).toThrow(/middle of a record \(1 of 3 numbers\)/)
  })
})
