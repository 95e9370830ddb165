import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { EdgeNames } from '../../model/edge-names.ts'
import { WideNames } from '../../model/labels.ts'
import { NumberSection } from '../json/number-section.ts'
import { JsNumberParser } from '../kernel/js-number-parser.ts'
import type { NumberParser } from '../kernel/number-parser.ts'
import { WasmNumberParser } from '../kernel/wasm-number-parser.ts'
import { EdgeColumns, type EdgeShape } from './edge-columns.ts'

const LAYOUT = { stride: 3, type: 0, name: 1, target: 2 }
/** Our codes for the file's types: not the same numbers, and two with indexes for names. */
const CODES = Uint8Array.of(2, 1, 0, 3, 4, 5, 6)

interface Drawn {
  readonly nodeStride: number
  readonly nodeCount: number
  /** Type, name and target of each edge. */
  readonly records: readonly (readonly [type: number, name: number, target: number])[]
}

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    nodeStride: fc.integer({ min: 5, max: 20 }),
    nodeCount: fc.constantFrom(1, 7, 1000, 2 ** 28),
    oddOnes: fc.constantFrom(0, 0, 50),
  })
  .chain(({ nodeStride, nodeCount, oddOnes }) => {
    const odd = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>) =>
      fc.oneof({ arbitrary: usual, weight: 1000 }, { arbitrary: unusual, weight: oddOnes })
    const most = Math.min(nodeCount, Math.floor((2 ** 32 - 1) / nodeStride))
    const record = fc.tuple(
      odd(fc.nat({ max: CODES.length - 1 }), fc.constantFrom(7, 15, 16, 256, 2 ** 32 - 1)),
      fc.oneof(fc.nat({ max: 300 }), fc.constantFrom(2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1)),
      odd(
        fc.nat({ max: most - 1 }).map((target) => target * nodeStride),
        fc.nat({ max: 2 ** 32 - 1 }),
      ),
    )
    return fc
      .array(record, { minLength: 1, maxLength: 40 })
      .map((records) => ({ nodeStride, nodeCount, records }))
  })

/** As V8 writes records, as JSON.stringify does, and as nobody does but might. */
const separators = fc.constantFrom(
  [',', ',', '\n,'],
  [',', ',', ','],
  ['\n,', ',', ','],
  [',', '\n,', ','],
  [' , ', ',', ','],
)

interface Written {
  readonly text: Uint8Array
  /** How many bytes are read at a time. */
  readonly piece: number
}

/** What comes of the text where one node has all edges. */
function taken({ nodeStride, nodeCount, records }: Drawn, { text, piece }: Written, parser: NumberParser) {
  const shape: EdgeShape = { layout: LAYOUT, codes: CODES, nodeStride, nodeCount, declared: records.length }
  const firstEdge = Uint32Array.of(0, records.length)
  const sequence = new Uint32Array(1)
  const names = new EdgeNameCollector(firstEdge, sequence, false)
  const wide = new WideNames()
  const link = new Uint32Array(records.length)
  const columns = new EdgeColumns(shape, link, names, wide, parser)
  const section = new NumberSection('edges', columns, parser)
  try {
    for (let from = 0; from < text.length; from += piece) {
      section.read(text, from, Math.min(from + piece, text.length), 0)
    }
  } catch (error) {
    return (error as Error).message
  }
  const edgeNames = new EdgeNames({ sequence, tuples: names.tuples, wide: [wide.names] }, firstEdge)
  const called = records.map((_, edge) => edgeNames.at(0, edge))
  return { link: [...columns.finish()], called, maxName: columns.maxName }
}

test('the kernel takes edges as JavaScript does, whatever their types, names and targets, and wherever they are cut', () => {
  const outcomes = { taken: 0, refused: 0 }
  fc.assert(
    fc.property(drawn, separators, fc.integer({ min: 1, max: 700 }), (heap, [one, two, end], piece) => {
      const inside = heap.records
        .map(([type, name, target]) => `${type}${one}${name}${two}${target}`)
        .join(end)
      const written = { text: new TextEncoder().encode(`[${inside}]`), piece }
      const slow = taken(heap, written, new JsNumberParser())
      expect(taken(heap, written, new WasmNumberParser())).toEqual(slow)
      outcomes[typeof slow === 'string' ? 'refused' : 'taken']++
    }),
    { numRuns: 3000 },
  )
  expect(outcomes.taken).toBeGreaterThan(500)
  expect(outcomes.refused).toBeGreaterThan(200)
})

test('the kernel takes plain edges from their text', () => {
  const parser = new WasmNumberParser()
  const shape: EdgeShape = { layout: LAYOUT, codes: CODES, nodeStride: 7, nodeCount: 100, declared: 40 }
  const names = new EdgeNameCollector(Uint32Array.of(0, 40), new Uint32Array(1), false)
  const columns = new EdgeColumns(shape, new Uint32Array(40), names, new WideNames(), parser)
  const text = new TextEncoder().encode('2,1234,693\n,'.repeat(40))
  parser.load(text, 0, text.length)
  expect(columns.readsText).toBe(true)
  // What is left is less than a block.
  expect(columns.takeText(0)).toBeGreaterThan(text.length - 64)
  expect(columns.count).toBeGreaterThan(34)
})
