import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringTest } from './string-search.ts'
import { StringTableBuilder } from './string-table.ts'
import { exactText, type TextPattern, textWithin } from './text-pattern.ts'

/** Characters that are written, folded or counted in a way of their own. */
const unit = fc.constantFrom(
  ...['a', 'A', 'k', 'K', 'i', 'I', 's', 'S', 'n', 'u', '0', '4', '1', ' ', '/'],
  ...['"', '\\', '\n', '\u0001', '\u007f'],
  ...['é', 'É', 'İ', '\u212a', 'ſ', 'ß', 'Σ', 'ς', '中', '😀', '\ud83d', '\ude00', '\ufffd', '\ufeff'],
)
const text = fc.string({ unit, maxLength: 8 })

const escaped = (one: string): string => String.raw`\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`
/** The ways a writer may put a text into JSON. */
const WAYS: readonly ((text: string) => string)[] = [
  (one) => JSON.stringify(one).slice(1, -1),
  // As V8 does: all beyond ASCII as escapes.
  (one) =>
    JSON.stringify(one)
      .slice(1, -1)
      .replace(/[^\0-\x7f]/g, escaped),
  (one) => one.replace(/[^]/g, escaped),
  (one) =>
    JSON.stringify(one)
      .slice(1, -1)
      .replaceAll('/', String.raw`\/`),
]

const written = fc
  .tuple(text, fc.constantFrom(...WAYS))
  .map(([one, write]) => new TextEncoder().encode(write(one)))
/** Bytes that are no proper JSON string: the reader takes them all the same. */
const broken = fc.uint8Array({ maxLength: 8 }).map((bytes) => bytes.filter((byte) => byte !== 0x22))

function tableOf(strings: readonly Uint8Array[]) {
  const builder = new StringTableBuilder()
  for (const bytes of strings) {
    builder.append(bytes, 0, bytes.length)
    builder.finish()
  }
  return builder.build()
}

function patternOf(kind: number, wanted: string): TextPattern {
  return kind === 0 ? textWithin(wanted) : exactText(wanted)
}

test('undecoded bytes and decoded texts are found alike, however they are written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: written }, { weight: 1, arbitrary: broken }), {
        maxLength: 12,
      }),
      fc.nat({ max: 1 }),
      text,
      fc.nat(),
      fc.nat({ max: 4 }),
      (strings, kind, any, pick, cut) => {
        const table = tableOf(strings)
        table.add('Added Kk')
        // Mostly a piece of a text that is there: random ones are hardly ever found.
        const whole = table.text(pick % table.count)
        const wanted = [any, whole, whole.slice(0, cut), whole.slice(cut), whole.slice(1, cut).toUpperCase()][
          pick % 5
        ]!
        const pattern = patternOf(kind, wanted)
        const found = stringTest(table, pattern)
        for (let index = 0; index < table.count; index++) {
          expect(found(index)).toBe(pattern.test(table.text(index)))
          expect(found(index)).toBe(pattern.test(table.text(index)))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('only two characters beyond ASCII have ASCII in their small letters', () => {
  const folding: number[] = []
  for (let code = 0x80; code < 0x11_0000; code++) {
    if (/[\0-\x7f]/.test(String.fromCodePoint(code).toLowerCase())) folding.push(code)
  }
  expect(folding).toEqual([0x130, 0x212a])
})

test('what folds to ASCII from beyond is found', () => {
  const table = tableOf(['21 \u212a', 'D\u0130R'].map((one) => new TextEncoder().encode(one)))
  expect(stringTest(table, textWithin('1 k'))(0)).toBe(true)
  expect(stringTest(table, textWithin('k'))(0)).toBe(true)
  expect(stringTest(table, textWithin('di'))(1)).toBe(true)
})

test('a text is not read across the end of the one before it', () => {
  const encoder = new TextEncoder()
  const found = stringTest(tableOf(['ab', 'cd'].map((one) => encoder.encode(one))), textWithin('bc'))
  expect([found(0), found(1)]).toEqual([false, false])
})

test('what an escape stands for is not taken for its letters', () => {
  const table = tableOf([new TextEncoder().encode(String.raw`line\nnext`)])
  expect(stringTest(table, textWithin('nnext'))(0)).toBe(false)
  expect(stringTest(table, textWithin('line\nnext'))(0)).toBe(true)
})

test('an index that no string has counts as the empty text', () => {
  const table = tableOf([])
  expect(stringTest(table, textWithin('a'))(7)).toBe(false)
  expect(stringTest(table, exactText(''))(7)).toBe(true)
})
