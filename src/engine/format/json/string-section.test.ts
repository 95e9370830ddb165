import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StringTableBuilder } from '../../model/string-table.ts'
import { JsQuoteFinder, WasmQuoteFinder } from '../kernel/quote-finder.ts'
import { StringSection } from './string-section.ts'

type Finder = typeof JsQuoteFinder | typeof WasmQuoteFinder

/** Reads the JSON text of an array, cut before the positions in `cuts`. */
function read(Finder: Finder, text: string, cuts: readonly number[] = []) {
  const builder = new StringTableBuilder()
  const section = new StringSection('strings', builder, new Finder())
  const bytes = new TextEncoder().encode(text)
  const bounds = [0, ...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b)
  let end = -1
  for (let i = 1; i < bounds.length && end === -1; i++) {
    end = section.read(bytes, bounds[i - 1]!, bounds[i]!, 0)
  }
  const strings = builder.build()
  return { texts: Array.from({ length: strings.count }, (_, i) => strings.text(i)), end }
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: fc.constantFrom('"', '\\', 'a', '\n', ',', ']') }),
  fc.string({ minLength: 50, maxLength: 200 }),
  fc.integer({ min: 0, max: 140 }).map((length) => '\\'.repeat(length)),
)

describe.each([
  ['in JavaScript', JsQuoteFinder],
  ['in WebAssembly', WasmQuoteFinder],
])('with quotes found %s', (_, Finder) => {
  test('strings come out as JSON.parse reads them, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(text), fc.array(fc.nat(), { maxLength: 10 }), (texts, cuts) => {
        const json = JSON.stringify(texts)
        const bytes = new TextEncoder().encode(json).length
        expect(read(Finder, `${json},"more"`, cuts)).toEqual({ texts, end: bytes })
      }),
      { numRuns: 1500 },
    )
  })

  test('a list longer than any buffer comes out whole', () => {
    const texts = Array.from({ length: 20_000 }, (_unused, i) => `${'\\"'.repeat(i % 7)}${i}`)
    const json = JSON.stringify(texts)
    expect(read(Finder, json, [999, 32_768, 100_001])).toEqual({ texts, end: json.length })
  })

  test('what is not a list of strings is refused', () => {
    for (const wrong of ['["a" "b"]', '["a",,"b"]', '[,"a"]', '["a",]', '[a]', '["a"\\]', '{"a"}', '[1]']) {
      expect(() => read(Finder, wrong), wrong).toThrow(expect.objectContaining({ code: 'bad-string' }))
    }
  })
})
