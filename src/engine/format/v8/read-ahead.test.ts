import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { StringTable } from '../../model/string-table.ts'
import { type AheadSearch, readAhead } from './read-ahead.ts'

const SEARCH: AheadSearch = {
  origin: null,
  from: 0,
  location: { stride: 4, node: 0, scriptId: 1, scriptNode: -1, line: 2, column: 3 },
  nodeStride: 5,
  nodeCount: 4,
}
const LOCATIONS = '[5,7,1,2, 15,7,1,2,10,8,3,4]'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Reads what follows on a section that ends where `text` begins, cut into pieces there. */
function read(text: string | Uint8Array, cuts: readonly number[] = [], search = SEARCH) {
  const bytes = typeof text === 'string' ? bytesOf(text) : text
  const ends = [...cuts, bytes.length].filter((end) => end >= search.from)
  return readAhead(async function* (from) {
    for (const [i, end] of ends.entries()) yield bytes.slice(i === 0 ? from : ends[i - 1], end)
  }, search)
}

type Found = NonNullable<Awaited<ReturnType<typeof readAhead>>>

function textsOf({ strings }: Found): string[] {
  const table = new StringTable(strings.columns)
  return Array.from({ length: table.count }, (_, i) => table.text(i))
}

/** JSON white space. */
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 })
const others = fc.uniqueArray(
  fc.tuple(fc.constantFrom('samples', 'trace_tree', 'trace_function_infos', 'odd'), fc.jsonValue()),
  { selector: ([key]) => key, maxLength: 3 },
)

describe('what stands behind the edges', () => {
  test('comes out as JSON.parse reads it, wherever the text is cut, whatever is around it', async () => {
    const cases = fc.record({ strings: fc.array(fc.string({ unit: 'grapheme' })), others, space })
    await fc.assert(
      fc.asyncProperty(cases, fc.infiniteStream(fc.nat()), async (sections, cut) => {
        const { space: gap, strings } = sections
        const pairs = sections.others.map(
          ([key, value]) => `${gap}"${key}"${gap}:${gap}${JSON.stringify(value)}`,
        )
        const list = `[${strings.map((string) => `${gap}${JSON.stringify(string)}${gap}`).join()}]`
        const text = `${gap},${[...pairs, `${gap}"locations":${gap}${LOCATIONS}`, `"strings"${gap}:${gap}`].join(`${gap},`)}${list}${gap}}`
        const bytes = bytesOf(text)
        const cuts = Array.from({ length: 3 }, () => cut.next().value! % bytes.length)
        const found = (await read(
          bytes,
          cuts.toSorted((a, b) => a - b),
        ))!
        expect(textsOf(found)).toEqual(strings)
        const { start, end } = found.strings
        expect(new TextDecoder().decode(bytes.slice(start, end + 1))).toBe(list)
        const places = found.locations!
        expect(text.slice(0, places.start).endsWith(`:${gap}`)).toBe(true)
        expect(bytes[places.end]).toBe(bytesOf(']')[0])
        expect([...places.columns.place]).toEqual([0, 1, 2, 1])
      }),
      { numRuns: 200 },
    )
  })

  test('is found at every cut', async () => {
    const text = `,"samples":[1,"]\\"",{"a":"}"}],"locations":${LOCATIONS},"strings":["x","\\"y]"]}`
    const whole = (await read(text))!
    for (let at = 0; at <= text.length; at++) {
      const found = (await read(text, [at]))!
      expect(textsOf(found)).toEqual(['x', '"y]'])
      expect({ ...found.strings, columns: null }).toEqual({ ...whole.strings, columns: null })
      expect(found.locations).toEqual(whole.locations)
    }
  })

  test('is looked for from the given byte on, and places count from the file’s start', async () => {
    const before = '{"nodes":[1]'
    const text = `${before},"strings":["x"]}`
    const found = (await read(text, [], { ...SEARCH, from: before.length }))!
    expect(text.slice(found.strings.start, found.strings.end + 1)).toBe('["x"]')
    expect(found.locations).toBeNull()
  })

  test('is nothing where there are no strings', async () => {
    expect(await read(`,"locations":${LOCATIONS}}`)).toBeNull()
    expect(await read('}')).toBeNull()
  })

  test('is nothing where the strings are cut off', async () => {
    expect(await read(',"strings":["x","y"')).toBeNull()
  })

  test('has no locations where the file does not say how to read them, or where they come later', async () => {
    const text = `,"locations":${LOCATIONS},"strings":[]}`
    expect((await read(text, [], { ...SEARCH, location: null }))!.locations).toBeNull()
    expect((await read(`,"strings":[],"locations":${LOCATIONS}}`))!.locations).toBeNull()
  })

  test.each([
    ',"strings":["x" "y"]}',
    ',"strings":7}',
    ',"locations":[1,x],"strings":[]}',
    ' "strings":[]}',
    '7',
  ])('is refused where it is damaged: %s', async (text) => {
    await expect(read(text)).rejects.toMatchObject({ name: 'HeapError' })
  })
})
