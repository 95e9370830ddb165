import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitSet } from '../base/bit-set.ts'
import { graphOf } from '../testing/analyzed.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { reachedFrom, tableHalves } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { barrierOf, keptOnlyBy } from './kept-only.ts'

const barred = randomHeap(12).chain((spec) =>
  fc
    .tuple(
      fc.uniqueArray(fc.nat({ max: spec.nodes.length - 1 }), { maxLength: 4 }),
      fc.uniqueArray(fc.nat({ max: Math.max(0, spec.edges.length - 1) }), { maxLength: 3 }),
    )
    .map(([nodes, edges]) => ({ spec, nodes, edges })),
)

function bits(length: number, nodes: Iterable<number>): BitSet {
  const set = new BitSet(length)
  for (const node of nodes) set.add(node)
  return set
}

test('finds what is lost without some nodes and edges, on random heaps', async () => {
  await fc.assert(
    fc.asyncProperty(barred, async ({ spec, nodes, edges }) => {
      const snapshot = buildSnapshot(spec)
      const { essential } = await graphOf(snapshot)
      // The snapshot has the edges sorted by source; `order` is where each of them stands.
      const order = spec.nodes.flatMap((_, node) => spec.edges.filter((edge) => edge.from === node))
      const halves = tableHalves({ ...spec, edges: order })
      const ways = order.filter((edge, i) => edge.type !== 'weak' && !halves[i])
      const cut = new Set(edges.map((i) => order[i]))
      const shut = new Set(nodes)
      const left = reachedFrom(
        [spec.root],
        ways.filter((edge) => !cut.has(edge) && !shut.has(edge.to)),
      )
      const expected = [...reachedFrom([spec.root], ways)].filter((node) => !left.has(node))

      const barrier = {
        nodes: bits(snapshot.nodeCount, nodes),
        edges: new Set(edges.filter((i) => i < order.length)),
        sources: new Set(edges.flatMap((i) => (order[i] ? [order[i].from] : []))),
      }
      const kept = await keptOnlyBy(snapshot, essential.pairs, barrier, quietTask())
      expect([...spec.nodes.keys()].filter((node) => kept.has(node))).toEqual(
        expected.toSorted((a, b) => a - b),
      )
    }),
    { numRuns: 1000 },
  )
})

test('what another way leads to is not kept only by the barrier', async () => {
  const drawn = drawHeap(`
    root -> scope -> alone -> below
    scope -> shared
    root -> shared
    root ~> alone
  `)
  const { essential } = await graphOf(drawn.snapshot)
  const barrier = barrierOf(bits(drawn.snapshot.nodeCount, [drawn.node('scope')]))
  const kept = await keptOnlyBy(drawn.snapshot, essential.pairs, barrier, quietTask())
  expect(['root', 'scope', 'alone', 'below', 'shared'].filter((key) => kept.has(drawn.node(key)))).toEqual([
    'scope',
    'alone',
    'below',
  ])
})
