import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EdgeNameCollector, namesFromColumn } from './edge-name-collector.ts'
import { EdgeNames } from './edge-names.ts'
import { labelName, WideNames } from './labels.ts'
import { linkType, makeLink } from './links.ts'

/** How many edges each node has, and a type and a name for each of them. */
interface Drawn {
  readonly firstEdge: Uint32Array
  readonly links: Uint32Array
  readonly names: Uint32Array
}

const drawn = fc
  .array(
    fc.array(fc.tuple(fc.nat({ max: 6 }), fc.constantFrom(0, 1, 2, 7, 0xffff_ffff)), { maxLength: 20 }),
    {
      maxLength: 12,
    },
  )
  .map((nodes): Drawn => {
    const firstEdge = new Uint32Array(nodes.length + 1)
    nodes.forEach((edges, node) => (firstEdge[node + 1] = firstEdge[node]! + edges.length))
    const edges = nodes.flat()
    return {
      firstEdge,
      links: Uint32Array.from(edges, ([type]) => makeLink(0, type)),
      names: Uint32Array.from(edges, ([, name]) => name),
    }
  })

/** Every name where its edge is, asked for one by one. */
function expectNames(edgeNames: EdgeNames, { firstEdge, links, names }: Drawn): void {
  const keys = new Map<string, number>()
  for (let node = 0; node + 1 < firstEdge.length; node++) {
    const [from, to] = [firstEdge[node]!, firstEdge[node + 1]!]
    for (let edge = from; edge < to; edge++) expect(edgeNames.at(node, edge)).toBe(names[edge])
    const { wide } = edgeNames.columns
    const found = Array.from(edgeNames.labelsOf(node), (label) => labelName(label, wide))
    expect(found.join()).toBe(names.subarray(from, to).join())
    const sequence = edgeNames.sequenceOf(node)
    const key = `${names.subarray(from, to).join()} ${links.subarray(from, to).join()}`
    expect(sequence).toBeLessThan(edgeNames.count)
    for (const [other, number] of keys) if (number === sequence) expect(other).toBe(key)
    keys.set(key, sequence)
  }
}

test('nodes whose edges have equal types and names share one sequence, and no others do', () => {
  fc.assert(
    fc.property(drawn, (heap) => {
      const columns = namesFromColumn(heap.names, heap.links, heap.firstEdge)
      const edgeNames = new EdgeNames(columns, heap.firstEdge)
      expectNames(edgeNames, heap)
      const kinds = Array.from(columns.sequence, (_, node) => {
        const [from, to] = [heap.firstEdge[node]!, heap.firstEdge[node + 1]!]
        return `${heap.names.subarray(from, to).join()} ${heap.links.subarray(from, to).join()}`
      })
      expect(edgeNames.count).toBe(new Set(kinds).size)
    }),
  )
})

test('names may come in pieces, and the end of them from another collector, wherever that begins', () => {
  fc.assert(
    fc.property(drawn, fc.integer({ min: 1, max: 9 }), (heap, piece) => {
      const { firstEdge, links, names } = heap
      const wide = new WideNames()
      const labels = names.map((name, edge) => wide.labelOf(name, linkType(links[edge]!)))
      for (let split = 1; split < names.length; split++) {
        const sequence = new Uint32Array(firstEdge.length - 1)
        const mine = new EdgeNameCollector(firstEdge, sequence, false)
        const others = new EdgeNameCollector(firstEdge, sequence, false, split)
        takeInPieces(mine, labels, 0, split, piece)
        takeInPieces(others, labels, split, names.length, piece)
        const tuples = mine.join(others.tail, split)
        expectNames(new EdgeNames({ sequence, tuples, wide: [wide.names] }, firstEdge), heap)
      }
    }),
    { numRuns: 60 },
  )
})

function takeInPieces(
  collector: EdgeNameCollector,
  labels: Uint32Array,
  from: number,
  to: number,
  piece: number,
): void {
  for (let edge = from; edge < to; edge += piece) {
    const count = Math.min(piece, to - edge)
    collector.take(labels.slice(edge, edge + count), edge, count)
  }
}

test('a node with millions of edges has all their names', () => {
  const count = 2_500_000
  const names = Uint32Array.from({ length: count + 2 }, (_, i) => (i * 7) % 1_000_003)
  const links = new Uint32Array(count + 2)
  const firstEdge = Uint32Array.of(0, 1, count + 1, count + 2)
  const edgeNames = new EdgeNames(namesFromColumn(names, links, firstEdge), firstEdge)
  const wrong = names.findIndex((name, edge) => {
    return edgeNames.at(edge === 0 ? 0 : edge <= count ? 1 : 2, edge) !== name
  })
  expect(wrong).toBe(-1)
})
