import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTarget } from '../model/links.ts'
import { essentialOf, graphOf } from '../testing/analyzed.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { edgeSource } from '../model/edge-source.ts'
import { edgesInto } from './edges-into.ts'

function stretch(first: Uint32Array, values: Uint32Array, at: number): number[] {
  return [...values.subarray(first[at], first[at + 1])]
}

test('the retainers of a node are the edges into it in file order, weak ones too', async () => {
  const heap = drawHeap('root -> a -> c; root -> b ~> c; c -> c')
  const { retainers } = await graphOf(heap.snapshot)
  const edges = [heap.edge('a', 'c'), heap.edge('b', 'c'), heap.edge('c', 'c')].toSorted((x, y) => x - y)
  expect([...edgesInto(heap.snapshot, retainers, heap.node('c'))]).toEqual(edges)
  expect([...edgesInto(heap.snapshot, retainers, heap.node('root'))]).toEqual([])
})

test('the source of an edge is found also behind nodes without edges', () => {
  const firstEdge = Uint32Array.of(0, 0, 2, 2, 2, 3, 3)
  expect([0, 1, 2].map((edge) => edgeSource(firstEdge, edge))).toEqual([1, 1, 4])
})

test('in random heaps retainers turn all edges round and dominated nodes all dominators', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const snapshot = buildSnapshot(spec)
      const graph = await graphOf(snapshot)
      const { retainers, dominated, dominator } = graph
      const essential = await essentialOf(snapshot)
      const into = spec.nodes.map((_, node) =>
        Array.from(snapshot.edgeLink.keys()).filter((edge) => linkTarget(snapshot.edgeLink[edge]!) === node),
      )
      const entry = (edge: number): number =>
        edgeSource(snapshot.firstEdge, edge) * 2 + (essential.has(edge) ? 1 : 0)
      const below = spec.nodes.map((_, node) =>
        Array.from(dominator.keys()).filter((other) => other !== spec.root && dominator[other] === node),
      )
      expect(spec.nodes.map((_, node) => stretch(retainers.first, retainers.source, node))).toEqual(
        into.map((edges) => edges.map(entry)),
      )
      expect(spec.nodes.map((_, node) => [...edgesInto(snapshot, retainers, node)])).toEqual(into)
      expect(spec.nodes.map((_, node) => stretch(dominated.first, dominated.node, node))).toEqual(below)
      const sources = spec.nodes.flatMap((_, node) =>
        spec.edges.filter((e) => e.from === node).map(() => node),
      )
      expect(sources.map((_, edge) => edgeSource(snapshot.firstEdge, edge))).toEqual(sources)
    }),
    { numRuns: 700, seed: 17 },
  )
})
