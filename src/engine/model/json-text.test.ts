import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeJsonText } from './json-text.ts'
import { StringTableBuilder } from './string-table.ts'

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

test('any text comes back as JSON.parse would read it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
      const inside = JSON.stringify(text).slice(1, -1)
      expect(decodeJsonText(encode(inside))).toBe(text)
    }),
    { numRuns: 1000 },
  )
})

test('broken escapes and broken UTF-8 become replacement characters instead of failing', () => {
  expect(decodeJsonText(encode('a\\x'))).toBe('a\uFFFD')
  expect(decodeJsonText(encode('a\\u12'))).toBe('a\uFFFD12')
  expect(decodeJsonText(encode('a\\'))).toBe('a\uFFFD')
  expect(decodeJsonText(Uint8Array.of(0x61, 0xff))).toBe('a\uFFFD')
})

test('strings keep their text however many pieces they arrive in', () => {
  const piece = fc.string({ minLength: 0, maxLength: 200 })
  fc.assert(
    fc.property(fc.array(fc.array(piece, { maxLength: 4 }), { maxLength: 20 }), (strings) => {
      const builder = new StringTableBuilder()
      for (const pieces of strings) {
        for (const text of pieces) {
          const bytes = encode(text.replace(/[\\"]/g, '_'))
          builder.append(bytes, 0, bytes.length)
        }
        builder.finish()
      }
      const table = builder.build()
      expect(table.fileCount).toBe(strings.length)
      strings.forEach((pieces, i) => expect(table.text(i)).toBe(pieces.join('').replace(/[\\"]/g, '_')))
    }),
    { numRuns: 200 },
  )
})

test('strings longer than a block stand beside short ones', () => {
  const builder = new StringTableBuilder()
  const long = encode('x'.repeat(5_000_000))
  for (const bytes of [encode('a'), long, encode('b')]) {
    builder.append(bytes, 0, 3)
    builder.append(bytes, 3, bytes.length)
    builder.finish()
  }
  const table = builder.build()
  expect(table.text(0)).toBe('a')
  expect(table.byteLength(1)).toBe(5_000_000)
  expect(table.text(2)).toBe('b')
})

test('added strings are numbered on from those of the file', () => {
  const builder = new StringTableBuilder()
  builder.append(encode('file'), 0, 4)
  builder.finish()
  const table = builder.build()
  expect(table.add('added')).toBe(1)
  expect([table.text(1), table.count, table.fileCount]).toEqual(['added', 2, 1])
  expect(table.text(7)).toBe('')
})
