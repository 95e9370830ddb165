import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Graph } from '../model/graph.ts'
import { linkTarget } from '../model/links.ts'
import { graphOf } from '../testing/analyzed.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { bruteLost } from '../testing/oracles.ts'
import { plainHeap } from '../testing/plain-heap.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { type HeapWithRemoval, randomRemoval } from '../testing/random-removal.ts'
import { commonDominator, dominatedBy } from './common-dominator.ts'
import { type Lost, markAll, markBelow, markLost } from './mark.ts'
import { Remaining, type Removal } from './remaining.ts'

function members({ nodes }: Lost): number[] {
  return Array.from({ length: nodes.length }, (_, node) => node).filter((node) => nodes.has(node))
}

async function lostOf(
  text: string,
  nodes: readonly string[],
  cut: readonly string[] = [],
): Promise<string[]> {
  const heap = drawHeap(text)
  const graph = await graphOf(heap.snapshot)
  const removal = {
    nodes: Uint32Array.from(nodes, (key) => heap.node(key)).sort(),
    edges: Uint32Array.from(cut, (ends) => heap.edge(...(ends.split(' ') as [string, string]))).sort(),
  }
  const lost = await markLost(graph, graph.retainers, removal, quietTask())
  return members(lost).map((node) => heap.key(node))
}

test('what two nodes hold together goes with both, not with one', async () => {
  const text = 'root -> win -> a -> x; win -> b -> x -> y; b -> z'
  expect(await lostOf(text, ['a'])).toEqual(['a'])
  expect(await lostOf(text, ['a', 'b'])).toEqual(['a', 'x', 'b', 'y', 'z'])
})

test('what hangs on an edge that is cut goes; its source stays', async () => {
  expect(await lostOf('root -> win -> a -> x -> y; a -> z', [], ['a x'])).toEqual(['x', 'y'])
})

test('of two edges between the same nodes one is enough', async () => {
  expect(await lostOf('root -> a; a -p-> x; a -q-> x', [], ['a x'])).toEqual([])
})

test('a node that loses its last reference does not become a start of its own', async () => {
  expect(await lostOf('root -> a; b -> c -> d', [], ['b c'])).toEqual(['c', 'd'])
})

test('a ring that nothing leads to goes only where it is taken out', async () => {
  expect(await lostOf('root -> a; x -> y -> x; y -> z; y -> a; root -> b', ['a', 'b'])).toEqual(['a', 'b'])
  expect(await lostOf('root -> a; x -> y -> x; y -> z; y -> a', ['a', 'y'])).toEqual(['a', 'y'])
})

test('with the root all goes', async () => {
  expect(await lostOf('root -> a; x -> y -> x', ['root'])).toEqual(['root', 'a', 'x', 'y'])
})

async function check({ spec, nodes, cut, removal }: HeapWithRemoval): Promise<void> {
  const graph = await graphOf(buildSnapshot(spec))
  const expected = [...bruteLost(spec, nodes, cut)].toSorted((a, b) => a - b)
  const lost = await markLost(graph, graph.retainers, removal, quietTask())
  expect(members(lost)).toEqual(expected)
  const sizes = expected.map((node) => spec.nodes[node]!.selfSize)
  expect(lost.nodeCount).toBe(expected.length)
  expect(lost.count).toBe(sizes.filter((size) => size > 0).length)
  expect(lost.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
  const all = await markAll(new Remaining(graph, removal), graph.retainers, quietTask())
  expect(members(all)).toEqual(expected)
  const confined = await lostBelow(graph, removal)
  if (confined) expect(members(confined)).toEqual(expected)
}

/** Marked below the common dominator, however much that dominates; null where it is the root or goes itself. */
async function lostBelow(graph: Graph, removal: Removal): Promise<Lost | null> {
  const { edgeLink, root } = graph.snapshot
  const above = Array.from(removal.edges, (edge) => graph.dominator[linkTarget(edgeLink[edge]!)]!)
  const top = commonDominator(graph, [...removal.nodes, ...above])
  if (top === -1 || top === root || removal.nodes.includes(top)) return null
  return markBelow(new Remaining(graph, removal), dominatedBy(graph, [top])!, quietTask())
}

test('in random heaps exactly that is lost which nothing leads to any more, marked below a dominator or from the root', async () => {
  await fc.assert(fc.asyncProperty(randomRemoval(), check), { numRuns: 1500, seed: 31 })
})

test('so it is in larger ones', async () => {
  await fc.assert(fc.asyncProperty(randomRemoval(48, 8), check), { numRuns: 250, seed: 32 })
})

test('the common dominator is the lowest node that all of them are below', async () => {
  await fc.assert(
    fc.asyncProperty(randomRemoval(24), async ({ spec, removal }) => {
      const graph = await graphOf(buildSnapshot(spec))
      const { root } = graph.snapshot
      const waysUp = Array.from(removal.nodes, (node) => {
        const way = [node]
        for (let at = node; at !== root; at = graph.dominator[at]!) way.push(graph.dominator[at]!)
        return way
      })
      const expected = waysUp[0]?.find((node) => waysUp.every((way) => way.includes(node))) ?? -1
      const top = commonDominator(graph, removal.nodes)
      expect(top).toBe(expected)
      if (top !== -1) expect(dominatedBy(graph, [top])).toHaveLength(countBelow(graph.dominator, root, top))
    }),
    { numRuns: 500, seed: 33 },
  )
})

function countBelow(dominator: Uint32Array, root: number, top: number): number {
  return Array.from(dominator, (_, node) => {
    for (let at = node; ; at = dominator[at]!) {
      if (at === top) return 1
      if (at === root) return 0
    }
  }).reduce<number>((sum, one) => sum + one, 0)
}

const LONG = 100_000

test('marking lets others run and stops when it is cancelled', async () => {
  const graph = await graphOf(plainHeap(LONG, (node) => (node < LONG / 2 ? [node + 1, LONG - 1] : [])))
  const removal = { nodes: Uint32Array.of(LONG - 2, LONG - 1), edges: new Uint32Array(0) }
  const { task, pauses } = restlessTask()
  const lost = await markLost(graph, graph.retainers, removal, task)
  expect(lost.nodeCount).toBe(2)
  expect(pauses()).toBeGreaterThan(3)
  const cancelled = markLost(graph, graph.retainers, removal, restlessTask({ aborted: true }).task)
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' })
})
