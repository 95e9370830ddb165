import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, type HeapSpec } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { analyzeGraph } from './analyze.ts'
import { type Freed, freedByGroups } from './freed-by-groups.ts'

/** Cuts edges of `spec` by their places there; `group` says which group each belongs to. */
async function freed(spec: HeapSpec, edges: readonly number[], group: readonly number[]): Promise<Freed> {
  const snapshot = buildSnapshot(spec)
  const { graph, unreachable } = await analyzeGraph(snapshot, snapshot.selfSize, quietTask())
  // The snapshot has the edges by source.
  const order = spec.nodes.flatMap((_, node) =>
    spec.edges.flatMap(({ from }, edge) => (from === node ? [edge] : [])),
  )
  const groups = {
    edge: Uint32Array.from(edges, (edge) => order.indexOf(edge)),
    source: Uint32Array.from(edges, (edge) => spec.edges[edge]!.from),
    group: Uint32Array.from(group),
    count: Math.max(0, ...group.map((one) => one + 1)),
  }
  return freedByGroups(snapshot, graph.essential, snapshot.selfSize, groups, unreachable > 0, quietTask())
}

/** The bytes that are lost without some edges: what the root and nodes nothing leads to then no longer lead to. */
function bruteFreed(spec: HeapSpec, cut: (edge: number) => boolean): number {
  const marks = essentialEdges(spec)
  const essential = spec.edges.filter((_, i) => marks[i])
  const entered = new Set(essential.map((edge) => edge.to))
  const starts = spec.nodes.flatMap((_, node) => (node === spec.root || !entered.has(node) ? [node] : []))
  const before = reachedFrom(starts, essential)
  const left = reachedFrom(
    starts,
    spec.edges.filter((_, i) => marks[i] && !cut(i)),
  )
  return [...before].reduce((sum, node) => sum + (left.has(node) ? 0 : spec.nodes[node]!.selfSize), 0)
}

describe('in random heaps', () => {
  test('each group, and all together, free what is lost without their edges', async () => {
    const cases = randomHeap(20).chain((spec) =>
      fc.record({
        spec: fc.constant(spec),
        cuts: fc.uniqueArray(
          fc.record({ edge: fc.nat({ max: Math.max(0, spec.edges.length - 1) }), group: fc.nat({ max: 3 }) }),
          {
            maxLength: spec.edges.length,
            selector: ({ edge }) => edge,
          },
        ),
      }),
    )
    await fc.assert(
      fc.asyncProperty(cases, async ({ spec, cuts }) => {
        const edges = cuts.map(({ edge }) => edge)
        const group = cuts.map((one) => one.group)
        const { byGroup, together } = await freed(spec, edges, group)
        expect(together.size).toBe(bruteFreed(spec, (edge) => edges.includes(edge)))
        const expected = Array.from(byGroup, (_, one) =>
          bruteFreed(spec, (edge) => cuts.some((cut) => cut.edge === edge && cut.group === one)),
        )
        expect([...byGroup]).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })
})

test('what two groups hold together neither frees alone', async () => {
  const heap = drawHeap('root -> a -> x; root -> b -> x; x: 100; x -> y; y: 10; a -> z; z: 1')
  const { spec } = heap
  const at = (from: string, to: string): number =>
    spec.edges.findIndex((edge) => edge.from === heap.node(from) && edge.to === heap.node(to))
  const cuts = [at('a', 'x'), at('b', 'x'), at('a', 'z')]
  expect(await freed(spec, cuts, [0, 1, 1])).toMatchObject({
    byGroup: Float64Array.of(0, 1),
    together: { size: 111, count: 3 },
  })
  expect(await freed(spec, cuts, [0, 0, 1])).toMatchObject({ byGroup: Float64Array.of(110, 1) })
  expect(await freed(spec, [], [])).toEqual({ byGroup: new Float64Array(0), together: { size: 0, count: 0 } })
})
