import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberSection } from '../json/number-section.ts'
import { JsNumberParser } from '../kernel/js-number-parser.ts'
import type { NumberParser } from '../kernel/number-parser.ts'
import { WasmNumberParser } from '../kernel/wasm-number-parser.ts'
import type { NodeLayout } from './meta.ts'
import { NodeColumns } from './node-columns.ts'

/** Our codes for the file's types: not the same numbers. */
const CODES = Uint8Array.of(3, 1, 0, 2, 7, 5)

const LAYOUT = { stride: 7, type: 0, name: 1, id: 2, selfSize: 3, edgeCount: 4, trace: 5, detachedness: 6 }

const FIELDS = ['type', 'name', 'id', 'selfSize', 'edgeCount', 'detachedness', 'trace'] as const

interface Drawn {
  readonly layout: NodeLayout
  /** The numbers of each node, in the file's order. */
  readonly records: readonly (readonly number[])[]
}

/** Fields in any order, some of which may be missing, with others between that nobody knows. */
const layouts: fc.Arbitrary<NodeLayout> = fc
  .record({
    order: fc.shuffledSubarray([...FIELDS, 'one', 'two', 'three'], { minLength: 10 }),
    known: fc.integer({ min: 5, max: 7 }),
    others: fc.nat({ max: 3 }),
  })
  .map(({ order, known, others }) => {
    const present = new Set([...FIELDS.slice(0, known), ...['one', 'two', 'three'].slice(0, others)])
    const fields = order.filter((field) => present.has(field))
    const places = Object.fromEntries(FIELDS.map((field) => [field, fields.indexOf(field)]))
    return { ...places, stride: fields.length } as unknown as NodeLayout
  })

const drawn: fc.Arbitrary<Drawn> = fc
  .record({ layout: layouts, oddOnes: fc.constantFrom(0, 0, 20), most: fc.constantFrom(40, 400) })
  .chain(({ layout, oddOnes, most }) => {
    const odd = (usual: fc.Arbitrary<number>, ...unusual: readonly number[]) =>
      fc.oneof(
        { arbitrary: usual, weight: 1000 },
        { arbitrary: fc.constantFrom(...unusual), weight: oddOnes },
      )
    const large = fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(99_999_999, 2 ** 32 - 1, 2 ** 32, 2 ** 40))
    const ofField: Record<string, fc.Arbitrary<number>> = {
      type: odd(fc.nat({ max: CODES.length - 1 }), 6, 255, 256, 2 ** 32 - 1, 2 ** 32, -1),
      name: odd(fc.nat({ max: 3_000_000 }), 2 ** 32 - 1, 2 ** 32),
      id: odd(large, -1),
      selfSize: odd(large, -7),
      edgeCount: odd(fc.nat({ max: 12 }), 2 ** 31, 2 ** 32 - 1, 2 ** 32),
      detachedness: odd(fc.constant(0), 1, 2),
      trace: odd(fc.constant(0), 1, 77_777),
    }
    const record = fc.tuple(
      ...Array.from({ length: layout.stride }, (_, at) => {
        const field = FIELDS.find((name) => layout[name] === at)
        return field ? ofField[field]! : fc.nat({ max: 9999 })
      }),
    )
    return fc.array(record, { minLength: 1, maxLength: most }).map((records) => ({ layout, records }))
  })

/** As V8 writes records, as JSON.stringify does, and as nobody does but might. */
const separators = fc.constantFrom(['\n,', ','], [',', ','], [',', '\n,'], [' , ', ','])

function taken({ layout, records }: Drawn, text: Uint8Array, piece: number, parser: NumberParser) {
  const columns = new NodeColumns(layout, CODES, parser, records.length >> 1, false)
  const section = new NumberSection('nodes', columns, parser)
  try {
    for (let from = 0; from < text.length; from += piece) {
      section.read(text, from, Math.min(from + piece, text.length), 0)
    }
  } catch (error) {
    return (error as Error).message
  }
  const { count, edges, maxName } = columns
  return { count, edges, maxName, ...columns.finish() }
}

test('the kernel takes nodes as JavaScript does, whatever they say, in any order of fields, and wherever they are cut', () => {
  const outcomes = { taken: 0, refused: 0 }
  fc.assert(
    fc.property(drawn, separators, fc.integer({ min: 1, max: 5000 }), (heap, [between, within], piece) => {
      const inside = heap.records.map((record) => record.join(within)).join(between)
      const text = new TextEncoder().encode(`[${inside}]`)
      const slow = taken(heap, text, piece, new JsNumberParser())
      const fast = taken(heap, text, piece, new WasmNumberParser())
      const isRefused = typeof slow === 'string'
      // Of several faults either may come upon another one first.
      if (isRefused) expect(fast).toBeTypeOf('string')
      else expect(fast).toEqual(slow)
      outcomes[isRefused ? 'refused' : 'taken']++
    }),
    { numRuns: 2000 },
  )
  expect(outcomes.taken).toBeGreaterThan(500)
  expect(outcomes.refused).toBeGreaterThan(100)
})

test.each([
  [
    'a type that there is not',
    '6,1,9,9,1,0,0',
    /^Node 30 has type 6, but the file declares only 6 node types/,
  ],
  [
    'more edges than can be',
    '0,1,9,9,4294967290,0,0',
    /^Node 31 declares 3 edges, which makes 4294967296 in all/,
  ],
])('the kernel says which node has %s', (_, record, message) => {
  const records = Array.from({ length: 60 }, (_unused, at) => (at === 30 ? record : '3,1,9,9,0,0,0'))
  records[29] = '3,1,9,9,3,0,0'
  records[31] = '3,1,9,9,3,0,0'
  const text = new TextEncoder().encode(`[${records.join('\n,')}]`)
  const heap = { layout: LAYOUT, records: [] }
  for (const Parser of [WasmNumberParser, JsNumberParser]) {
    expect(taken(heap, text, text.length, new Parser())).toMatch(message)
  }
})

test('the kernel takes plain nodes from their text', () => {
  const parser = new WasmNumberParser()
  const columns = new NodeColumns(LAYOUT, CODES, parser, 40, false)
  const text = new TextEncoder().encode('3,1234,987653,24,3,0,0\n,'.repeat(40))
  parser.load(text, 0, text.length)
  expect(columns.readsText).toBe(true)
  // What is left is less than a block and a record.
  expect(columns.takeText(0)).toBeGreaterThan(text.length - 64 - 24)
  expect(columns.count).toBeGreaterThan(36)
})
