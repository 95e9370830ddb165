import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EdgeNameCollector } from '../../model/edge-name-collector.ts'
import { edgeSource } from '../../model/edge-source.ts'
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
  /** The edges of one node after the other, over and over; one node has what is left. */
  readonly lengths: readonly number[]
}

const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    nodeStride: fc.integer({ min: 5, max: 20 }),
    nodeCount: fc.constantFrom(1, 7, 1000, 10 ** 7, 2 ** 28),
    oddOnes: fc.constantFrom(0, 0, 50),
  })
  .chain(({ nodeStride, nodeCount, oddOnes }) => {
    const odd = <T>(usual: fc.Arbitrary<T>, unusual: fc.Arbitrary<T>) =>
      fc.oneof({ arbitrary: usual, weight: 1000 }, { arbitrary: unusual, weight: oddOnes })
    const most = Math.min(nodeCount, Math.floor((2 ** 32 - 1) / nodeStride))
    const record = fc.tuple(
      odd(fc.nat({ max: CODES.length - 1 }), fc.constantFrom(7, 15, 16, 256, 2 ** 32 - 1)),
      fc.oneof(
        fc.nat({ max: 300 }),
        odd(
          fc.integer({ min: 1, max: 8 }).chain((digits) => fc.nat({ max: 10 ** digits - 1 })),
          fc.constantFrom(2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1),
        ),
      ),
      odd(
        fc.nat({ max: most - 1 }).map((target) => target * nodeStride),
        fc.oneof(
          fc.nat({ max: 2 ** 32 - 1 }),
          // Nobody may take it for a target because of its last digits or bits.
          fc
            .tuple(fc.nat({ max: most - 1 }), fc.constantFrom(10 ** 8, 4 * 10 ** 9, 2 ** 32))
            .map(([target, more]) => target * nodeStride + more),
        ),
      ),
    )
    return fc
      .tuple(
        fc.oneof(
          fc.array(record, { minLength: 1, maxLength: 40 }),
          // Many lists of names that differ little.
          fc
            .array(fc.nat({ max: 2 }), { minLength: 500, maxLength: 1500 })
            .map((names) => names.map((name) => [2, name, 0] as const)),
        ),
        fc.constantFrom(1, 1, 1, 1, 30),
        fc.array(fc.oneof(fc.nat({ max: 9 }), fc.nat({ max: 40 })), { minLength: 1, maxLength: 20 }),
      )
      .map(([records, times, lengths]) => {
        const many = Array.from({ length: records.length > 40 ? 1 : times }, () => records).flat()
        return { nodeStride, nodeCount, records: many, lengths }
      })
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

/** `Snapshot.firstEdge` of nodes that have so many edges each. */
function firstEdges({ records, lengths }: Drawn): Uint32Array {
  const first = [0]
  let length = lengths[0]!
  for (let i = 1; first.at(-1)! + length <= records.length && i <= 2 * records.length; i++) {
    first.push(first.at(-1)! + length)
    length = lengths[i % lengths.length]!
  }
  return Uint32Array.from([...first, records.length])
}

/** What comes of the text. */
function taken(drawnHeap: Drawn, { text, piece }: Written, parser: NumberParser) {
  const { nodeStride, nodeCount, records } = drawnHeap
  const shape: EdgeShape = { layout: LAYOUT, codes: CODES, nodeStride, nodeCount, declared: records.length }
  const firstEdge = firstEdges(drawnHeap)
  const sequence = new Uint32Array(firstEdge.length - 1)
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
  const called = records.map((_, edge) => edgeNames.at(edgeSource(firstEdge, edge), edge))
  return { link: [...columns.finish()], called, maxName: columns.maxName, sequence }
}

/** How many records cannot be. */
function faultsOf({ nodeStride, nodeCount, records }: Drawn): number {
  const isEdge = ([type, , target]: Drawn['records'][number]) =>
    type < CODES.length && target % nodeStride === 0 && target < nodeCount * nodeStride
  return records.filter((record) => !isEdge(record)).length
}

/** Something that is put into the text somewhere, in some draws. */
const strange = fc.option(
  fc.tuple(
    fc.nat({ max: 1000 }),
    fc.constantFrom(' ', '\n', '\n\n', '-', '.', '/', ':', ',', ',,', '7', '0000000', '\n,'),
  ),
)

test('the kernel takes edges as JavaScript does, whatever their types, names and targets, and wherever they are cut', () => {
  const outcomes = { taken: 0, refused: 0 }
  const pieces = fc.oneof(fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 20_000 }))
  fc.assert(
    fc.property(drawn, separators, strange, pieces, (heap, [one, two, end], odd, piece) => {
      const records = heap.records.map(([type, name, target]) => `${type}${one}${name}${two}${target}`)
      let inside = records.join(end)
      if (odd) {
        const at = odd[0] % inside.length
        inside = inside.slice(0, at) + odd[1] + inside.slice(at)
      }
      const written = { text: new TextEncoder().encode(`[${inside}]`), piece }
      const slow = taken(heap, written, new JsNumberParser())
      const fast = taken(heap, written, new WasmNumberParser())
      // Of several faults each may come upon another first.
      const isOneFault = !odd && faultsOf(heap) === 1
      if (typeof slow === 'string' && !isOneFault) expect(fast).toBeTypeOf('string')
      else expect(fast).toEqual(slow)
      outcomes[typeof slow === 'string' ? 'refused' : 'taken']++
    }),
    { numRuns: 3000 },
  )
  expect(outcomes.taken).toBeGreaterThan(500)
  expect(outcomes.refused).toBeGreaterThan(200)
})

test('lists of names are told apart from longer ones that begin alike', () => {
  const numbers = Array.from({ length: 64 }, (_, i) => i)
  // Some share the place where the kernel keeps a list, and the shorter one comes last.
  const lists = numbers.flatMap((one) =>
    numbers.flatMap((two) => [...numbers.map((three) => [one, two, three]), [one, two]]),
  )
  const records = lists.flat().map((name) => [2, name, 0] as const)
  const heap = { nodeStride: 7, nodeCount: 1, records, lengths: lists.map(({ length }) => length) }
  const text = new TextEncoder().encode(`[${records.join()}]`)
  const read = taken(heap, { text, piece: text.length }, new WasmNumberParser())
  const sequence = typeof read === 'string' ? [] : read.sequence
  // The last node has no edges.
  expect(sequence).toHaveLength(lists.length + 1)
  expect(sequence.findIndex((number, node) => number !== node)).toBe(-1)
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
