import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StringTableBuilder, type StringTable } from '../model/string-table.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { stringsWithText } from './same-text.ts'

const encoder = new TextEncoder()

function tableOf(texts: readonly string[]): StringTable {
  const builder = new StringTableBuilder()
  for (const text of texts) {
    const bytes = encoder.encode(text)
    builder.append(bytes, 0, bytes.length)
    builder.finish()
  }
  return builder.build()
}

/** Few different ones, so that many are the same or nearly. */
const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é'), maxLength: 4 })
const name = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 4 })

test('finds just the strings that read so, however often it is asked', () =>
  fc.assert(
    fc.asyncProperty(fc.array(word), fc.array(fc.array(name)), async (texts, questions) => {
      const table = tableOf(texts)
      for (const names of questions) {
        const found = await stringsWithText(table, names, quietTask())
        const wanted = names.map((one) => [...texts.keys()].filter((index) => texts[index] === one))
        expect(found.map((set) => [...set])).toEqual(wanted)
      }
    }),
  ))

test('finds names of up to 63 characters, and refuses to look for longer ones', async () => {
  const longest = 'x'.repeat(63)
  const table = tableOf([longest, `${longest}x`])
  expect(await stringsWithText(table, [longest], quietTask())).toEqual([new Set([0])])
  await expect(stringsWithText(table, [`${longest}x`], quietTask())).rejects.toThrow(RangeError)
})
