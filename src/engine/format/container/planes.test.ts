import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addUp,
  differences,
  isDoubleWidth,
  mergeDoubles,
  mergeWords,
  RAW_WIDTH,
  splitDoubles,
  splitWords,
  widthOfDoubles,
  widthOfWords,
} from './planes.ts'

const words = fc
  .tuple(fc.integer({ min: 1, max: 32 }), fc.array(fc.nat({ max: 0xffff_ffff }), { minLength: 1 }))
  .map(([bits, values]) => Uint32Array.from(values, (value) => value >>> (32 - bits)))

const whole = fc.oneof(fc.nat(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))

test('words come back from their planes, of which there are as many as the largest needs', () => {
  fc.assert(
    fc.property(words, (values) => {
      const width = widthOfWords(values)
      const planes = splitWords(values, width)
      expect(planes.length).toBe(values.length * width)
      expect(2 ** (8 * width)).toBeGreaterThan(values.reduce((a, b) => Math.max(a, b)))
      const out = new Uint32Array(values.length)
      mergeWords(planes, width, out)
      expect(out).toEqual(values)
    }),
  )
})

test('small numbers need one plane, the largest four', () => {
  expect(
    [0, 255, 256, 0xffff, 0x1_0000, 0xff_ffff, 0x100_0000, 0xffff_ffff].map((n) =>
      widthOfWords(Uint32Array.of(n)),
    ),
  ).toEqual([1, 1, 2, 2, 3, 3, 4, 4])
})

test('doubles come back from their planes, whole or not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(whole, fc.constant(3)), { minLength: 1 }),
      fc.array(fc.oneof(fc.double(), fc.constant(-0))),
      (some, odd) => {
        for (const values of [Float64Array.from(some), Float64Array.from([...some, ...odd])]) {
          const width = widthOfDoubles(values)
          expect(isDoubleWidth(width)).toBe(true)
          const out = new Float64Array(values.length)
          mergeDoubles(splitDoubles(values, width), width, out)
          expect(out).toEqual(values)
        }
      },
    ),
  )
})

test('whole doubles below 2^53 take seven planes at most, all others eight bytes each', () => {
  const widths = [0, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER, 2 ** 53, 0.5, -1, Number.NaN, Infinity]
  expect(widths.map((value) => widthOfDoubles(Float64Array.of(value)))).toEqual([
    1,
    4,
    5,
    7,
    ...Array.from({ length: 5 }, () => RAW_WIDTH),
  ])
})

test('differences add up to the numbers again, block by block', () => {
  fc.assert(
    fc.property(words, words, (first, second) => {
      const a = differences(first, 0)
      const b = differences(second, first.at(-1)!)
      const carried = addUp(a, 0)
      addUp(b, carried)
      expect([...a, ...b]).toEqual([...first, ...second])
    }),
  )
})

test('small differences of both signs become small numbers', () => {
  expect([...differences(Uint32Array.of(10, 9, 10, 8), 10)]).toEqual([0, 1, 2, 3])
})
