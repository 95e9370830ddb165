import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StringTableBuilder, type StringTable } from '../../model/string-table.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { LeafHash } from './leaf-hash.ts'
import { numberLeafTexts } from './leaf-texts.ts'

interface Written {
  readonly text: string
  /** Whether each code unit is written as an escape, as some writers do with all that is no ASCII. */
  readonly escaped: boolean
}

function tableOf(all: readonly Written[]): StringTable {
  const builder = new StringTableBuilder()
  for (const { text, escaped } of all) {
    const units = Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16))
    const json = escaped ? units.map((unit) => `\\u${unit.padStart(4, '0')}`).join('') : JSON.stringify(text)
    const bytes = new TextEncoder().encode(escaped ? json : json.slice(1, -1))
    builder.append(bytes, 0, bytes.length)
    builder.finish()
  }
  return builder.build()
}

const written = fc.record({
  text: fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', '\\', '"', 'é', '\n', '\0'), maxLength: 9 }),
    fc.string({ unit: 'grapheme', maxLength: 6 }),
  ),
  escaped: fc.boolean(),
})

test('strings have the number of their text, counted from the first that has it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(written, fc.boolean())), async (list) => {
      const strings = tableOf(list.map(([one]) => one))
      const used = Uint32Array.from(list, ([, wanted]) => (wanted ? 1 : 0))
      const numbers = new Map<string, number>()
      const slowly = list.map(([{ text }, wanted]) => {
        if (!wanted) return 0
        if (!numbers.has(text)) numbers.set(text, numbers.size)
        return numbers.get(text)! + 1
      })
      const { ofString, count, string, length } = await numberLeafTexts(strings, used, quietTask())
      expect([...ofString]).toEqual(slowly)
      expect(count).toBe(numbers.size)
      expect(Array.from(string, (index) => strings.text(index))).toEqual([...numbers.keys()])
      expect([...length]).toEqual([...numbers.keys()].map((text) => text.length))
    }),
  )
})

test('a text has one hash in whatever way it is written, and hardly two texts have the same', () => {
  const texts = Array.from({ length: 5000 }, (_, i) => `item ${i}${'.'.repeat(i % 5)}`)
  const leaf = new LeafHash(
    tableOf(
      texts.flatMap((text) => [
        { text, escaped: false },
        { text, escaped: true },
      ]),
    ),
  )
  const hashOf = (index: number): number => {
    leaf.read(index)
    return leaf.hash
  }
  const hashes = texts.map((_, i) => hashOf(2 * i))
  expect(texts.map((_, i) => hashOf(2 * i + 1))).toEqual(hashes)
  expect(new Set(hashes).size).toBeGreaterThan(texts.length - 10)
})
