import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EdgeType } from '../model/kinds.ts'
import { makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, type HeapSpec, namedEdges } from '../testing/heap-builder.ts'
import { bruteDominators } from '../testing/oracles.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { buildDominatorTree } from './dominator-tree.ts'
import type { Dominators } from './dominators.ts'
import { sumRetainedSizes } from './retained-sizes.ts'
import { helpCollecting, type SourceWork } from './sources.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

/** @param turns how often another collects sources, in turn with this one; undefined where there is nobody */
async function dominatorsOf(snapshot: Snapshot, turns?: number): Promise<Dominators> {
  const pairs = await findWeakMapPairs(snapshot.strings, quietTask())
  if (turns === undefined) return buildDominatorTree(snapshot, pairs, quietTask())
  const askForHelp = (work: SourceWork): void => {
    let looks = 0
    // Each turn looks at it twice: before and after the pause.
    const signal = {
      get aborted() {
        return looks++ >= 2 * turns
      },
    }
    helpCollecting(snapshot, pairs, work, restlessTask(signal).task).catch(() => {})
  }
  return buildDominatorTree(snapshot, pairs, restlessTask().task, askForHelp)
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

async function check(spec: HeapSpec, turns?: number): Promise<void> {
  const snapshot = buildSnapshot(spec)
  const dominators = await dominatorsOf(snapshot, turns)
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
    await fc.assert(
      fc.asyncProperty(randomHeap(), (spec) => check(spec)),
      { numRuns: 3000, seed: 15 },
    )
  })

  test('so they are in larger ones', async () => {
    await fc.assert(
      fc.asyncProperty(randomHeap(48), (spec) => check(spec)),
      { numRuns: 250, seed: 16 },
    )
  })

  test('so they are where another helps to collect sources, however far it comes', async () => {
    const turns = fc.nat({ max: 8 })
    await fc.assert(fc.asyncProperty(denseHeap(), turns, check), { numRuns: 200, seed: 17 })
  })
})

/** Plain objects with several ways to each, in a row that all can be reached by. */
function denseHeap(): fc.Arbitrary<HeapSpec> {
  return fc.integer({ min: 20, max: 60 }).chain((count) => {
    const place = fc.nat({ max: count - 1 })
    return fc.array(fc.tuple(place, place), { minLength: count, maxLength: 4 * count }).map((more) => {
      const row = Array.from({ length: count - 1 }, (_, node) => [node, node + 1] as const)
      const edges = [...row, ...more].toSorted(([a], [b]) => a - b)
      return {
        root: 0,
        nodes: Array.from({ length: count }, (_, node) => ({
          type: 'object',
          name: 'A',
          id: 2 * node + 1,
          selfSize: 8,
        })),
        edges: edges.map(([from, to]) => ({ from, to, type: 'property', name: 'a' })),
      }
    })
  })
}

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
