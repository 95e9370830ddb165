import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StringTableBuilder } from '../model/string-table.ts'
import { StringHashes } from './string-hashes.ts'

/** Strings as a file may have them: JSON without the quotes. */
function tableOf(written: readonly string[], added: readonly string[] = []) {
  const builder = new StringTableBuilder()
  for (const text of written) {
    const bytes = new TextEncoder().encode(text)
    builder.append(bytes, 0, bytes.length)
    builder.finish()
  }
  const table = builder.build()
  for (const text of added) table.add(text)
  return new StringHashes(table)
}

const unit = fc.oneof(
  fc.constantFrom('a', '0', '17', '"', '\\', '/', '\n', '\u0000', 'ü', '雪', '😀', '\ud800'),
  fc.string({ maxLength: 2 }),
)
const text = fc.array(unit, { maxLength: 8 }).map((units) => units.join(''))
const plain = (value: string) => JSON.stringify(value).slice(1, -1)
const allEscaped = (value: string) =>
  [...Array(value.length).keys()]
    .map((i) => `\\u${value.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('')

test('a text has one hash, however a file writes it, or where the file does not hold it', () => {
  fc.assert(
    fc.property(text, (value) => {
      const hashes = tableOf([plain(value), allEscaped(value), plain(value).replaceAll('/', '\\/')], [value])
      for (const hash of [(i: number) => hashes.of(i), (i: number) => hashes.withoutNumbers(i)]) {
        expect([1, 2, 3].map(hash)).toEqual([hash(0), hash(0), hash(0)])
        expect(hash(0)).toBeGreaterThan(0)
      }
    }),
    { numRuns: 300 },
  )
})

test('different texts have different hashes', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const hashes = tableOf([plain(one), plain(other)])
      expect(hashes.of(0) === hashes.of(1)).toBe(one === other)
    }),
    { numRuns: 300 },
  )
})

test('without numbers, texts are the same that differ in nothing else', () => {
  const hashes = tableOf([
    '1 / part of key (@17)',
    '23 / part of key (@4)',
    'part of key (@4)',
    '# / part of key (@#)',
  ])
  expect(hashes.withoutNumbers(1)).toBe(hashes.withoutNumbers(0))
  expect(hashes.withoutNumbers(3)).toBe(hashes.withoutNumbers(0))
  expect(hashes.withoutNumbers(2)).not.toBe(hashes.withoutNumbers(0))
  expect(hashes.of(1)).not.toBe(hashes.of(0))
})
