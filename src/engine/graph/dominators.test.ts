import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EdgeType } from '../model/kinds.ts'
import { makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, type HeapSpec, namedEdges } from '../testing/heap-builder.ts'
import { bruteDominators } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { buildDominatorTree } from './dominator-tree.ts'
import type { Dominators } from './dominators.ts'
import { sumRetainedSizes } from './retained-sizes.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

async function dominatorsOf(snapshot: Snapshot): Promise<Dominators> {
  const pairs = await findWeakMapPairs(snapshot.strings, quietTask())
  return buildDominatorTree(snapshot, pairs, quietTask())
}

async function drawn(text: string): Promise<{ above: Record<string, string>; unreachable: number }> {
  const heap = drawHeap(text)
  const { dominator, unreachable } = await dominatorsOf(heap.snapshot)
  const above = Object.entries(heap.byKey(dominator)).map(([key, node]) => [key, heap.key(node)])
  return { above: Object.fromEntries(above) as Record<string, string>, unreachable }
}

test('a node that is reached two ways is dominated where the ways part', async () => {
  const { above, unreachable } = await drawn('root -> a -> b -> d; a -> c -> d -> e; e -> b')
  expect(above).toEqual({ root: 'root', a: 'root', b: 'a', c: 'a', d: 'a', e: 'd' })
  expect(unreachable).toBe(0)
})

test('the example of Lengauer and Tarjan comes out as in their paper', async () => {
  const { above } = await drawn(`
    root -> A; root -> B; root -> C; A -> D; B -> A; B -> D; B -> E; C -> F; C -> G; D -> L; E -> H; F -> I
    G -> I; G -> J; H -> E; H -> K; I -> K; J -> I; K -> I; K -> root; L -> H
  `)
  const expected = 'root:root A:root B:root C:root D:root E:root F:C G:C H:root I:root J:G K:root L:D'
  expect(above).toEqual(Object.fromEntries(expected.split(' ').map((pair) => pair.split(':'))))
})

test('a node that only weak references lead to hangs on the root with all below it', async () => {
  const { above, unreachable } = await drawn('root -> a ~> b -> c; a -> d; c -> d')
  expect(above).toEqual({ root: 'root', a: 'root', b: 'root', c: 'b', d: 'root' })
  expect(unreachable).toBe(2)
})

test('the members of an unreachable cycle and all below it hang on the root one by one', async () => {
  const { above, unreachable } = await drawn('root -> a; x -> y -> x; y -> z -> a')
  expect(above).toEqual({ root: 'root', a: 'root', x: 'root', y: 'root', z: 'root' })
  expect(unreachable).toBe(3)
})

test('a heap of the root alone is fine', async () => {
  expect(await drawn('root: 0')).toEqual({ above: { root: 'root' }, unreachable: 0 })
})

async function check(spec: HeapSpec): Promise<void> {
  const snapshot = buildSnapshot(spec)
  const dominators = await dominatorsOf(snapshot)
  const retained = await sumRetainedSizes(snapshot.selfSize, dominators, quietTask())
  const { dominator, order, unreachable } = dominators
  expect({ dominator: [...dominator], retained: [...retained], unreachable }).toEqual(bruteDominators(spec))
  const place = Array.from(dominator, (_, node) => order.indexOf(node))
  expect(order[0]).toBe(spec.root)
  expect(order.length).toBe(spec.nodes.length)
  expect(place.every((at, node) => node === spec.root || place[dominator[node]!]! < at)).toBe(true)
}

describe('in random heaps', () => {
  test('dominators and retained sizes are what is lost when a node is removed', async () => {
    await fc.assert(fc.asyncProperty(randomHeap(), check), { numRuns: 3000, seed: 15 })
  })

  test('so they are in larger ones', async () => {
    await fc.assert(fc.asyncProperty(randomHeap(48), check), { numRuns: 250, seed: 16 })
  })
})

const COUNT = 1_000_000

/** Plain objects in which `targets(node)` lists where each leads. */
function plain(targets: (node: number) => readonly number[]): Snapshot {
  const firstEdge = new Uint32Array(COUNT + 1)
  const edgeTarget: number[] = []
  for (let node = 0; node < COUNT; node++) {
    edgeTarget.push(...targets(node))
    firstEdge[node + 1] = edgeTarget.length
  }
  const shape = { nodeCount: COUNT, edgeCount: edgeTarget.length, root: 0, firstEdge }
  return { ...drawHeap('root: 0').snapshot, ...shape, ...edgesTo(edgeTarget, firstEdge) }
}

function edgesTo(targets: readonly number[], firstEdge: Uint32Array) {
  const edgeLink = Uint32Array.from(targets, (target) => makeLink(target, EdgeType.property))
  return {
    edgeLink,
    edgeNames: namedEdges(new Uint32Array(targets.length), edgeLink, firstEdge),
    nodeId: Uint32Array.from({ length: COUNT }, (_, node) => node),
  }
}

describe('a heap of a million', () => {
  test('list elements, linked both ways, is fine', async () => {
    const list = plain((node) => (node === COUNT - 1 ? [node - 1] : [node + 1, Math.max(0, node - 1)]))
    const { dominator } = await dominatorsOf(list)
    expect(dominator.every((above, node) => above === Math.max(0, node - 1))).toBe(true)
  })

  test('list elements whose end the root holds too is fine', async () => {
    const list = plain((node) =>
      node === 0 ? [1, COUNT - 1] : node === COUNT - 1 ? [node - 1] : [node + 1, node - 1],
    )
    const { dominator } = await dominatorsOf(list)
    expect(dominator.every((above) => above === 0)).toBe(true)
  })

  test('objects in one hub is fine', async () => {
    const all = Array.from({ length: COUNT - 2 }, (_, i) => i + 2)
    const firstEdge = new Uint32Array(COUNT + 1).fill(COUNT - 1)
    firstEdge.set([0, 1])
    const hub = {
      ...drawHeap('root: 0').snapshot,
      nodeCount: COUNT,
      edgeCount: COUNT - 1,
      firstEdge,
      ...edgesTo([1, ...all], firstEdge),
    }
    const { dominator } = await dominatorsOf(hub)
    expect(dominator.every((above, node) => above === (node > 1 ? 1 : 0))).toBe(true)
  })

  test('objects that nothing leads to is fine', async () => {
    const { dominator, unreachable } = await dominatorsOf(plain(() => []))
    expect(dominator.every((above) => above === 0)).toBe(true)
    expect(unreachable).toBe(COUNT - 1)
  })
})
