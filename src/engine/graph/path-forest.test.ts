import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTarget } from '../model/links.ts'
import { graphOf } from '../testing/analyzed.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { plainHeap } from '../testing/plain-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { type HeapWithRemoval, randomRemoval } from '../testing/random-removal.ts'
import { joinPaths, type PathForest } from './path-forest.ts'
import { NOTHING, Remaining } from './remaining.ts'
import { pathAround, pathToRoot } from './root-path.ts'

/** By node: the edges of the path that ends there. */
function pathsOf(forest: PathForest): Map<number, number[]> {
  const found = new Map<number, number[]>()
  for (let place = 0; place < forest.count; place++) {
    if (forest.ends[place] === 0) continue
    const path: number[] = []
    for (let at = place; at !== 0; at = forest.above[at]!) path.push(forest.edge[at]!)
    expect(found.has(forest.node[place]!)).toBe(false)
    found.set(forest.node[place]!, path.toReversed())
  }
  return found
}

async function check({ spec, nodes, cut, removal }: HeapWithRemoval): Promise<void> {
  const graph = await graphOf(buildSnapshot(spec))
  const remaining = new Remaining(graph, removal)
  const marks = essentialEdges(spec)
  const left = spec.edges.filter(
    ({ from, to }, i) => marks[i] && !cut.has(i) && !nodes.has(from) && !nodes.has(to),
  )
  const live = nodes.has(spec.root) ? new Set<number>() : reachedFrom([spec.root], left)
  const all = Uint32Array.from(spec.nodes.keys()).filter((node) => node !== spec.root)
  const exact = await joinPaths(remaining, graph.retainers, all, quietTask(), Infinity)
  const mixed = await joinPaths(remaining, graph.retainers, all, quietTask(), 0)
  const [one, two] = [pathsOf(exact), pathsOf(mixed)]
  for (const node of all) {
    const path = await pathAround(remaining, graph.retainers, node, quietTask())
    if (removal.nodes.length + removal.edges.length === 0) {
      expect(path).toEqual(pathToRoot(graph, graph.retainers, node))
    }
    expect(path.length > 0).toBe(live.has(node))
    expect(path.every((edge) => leads(edge))).toBe(true)
    expect(one.get(node) ?? []).toEqual(path)
    expect(two.get(node)?.length ?? 0).toBe(path.length)
    expect((two.get(node) ?? []).every((edge) => leads(edge))).toBe(true)
  }
  for (const forest of [exact, mixed]) expectSums(forest, all, live, graph.shallowSize)

  function leads(edge: number): boolean {
    const target = linkTarget(graph.snapshot.edgeLink[edge]!)
    return !removal.edges.includes(edge) && !nodes.has(target) && live.has(target)
  }
}

function expectSums(
  forest: PathForest,
  all: Uint32Array,
  live: ReadonlySet<number>,
  sizes: ArrayLike<number>,
): void {
  const ends = [...pathsOf(forest).keys()]
  expect([...forest.unreached]).toEqual([...all].filter((node) => !live.has(node)))
  expect(forest.paths[0]).toBe(ends.length)
  expect(forest.bytes[0]).toBe(ends.reduce((sum, node) => sum + sizes[node]!, 0))
  for (let place = 0; place < forest.count; place++) {
    let paths = forest.ends[place]!
    for (let at = place + 1; at < forest.count; at++)
      if (forest.above[at] === place) paths += forest.paths[at]!
    expect(forest.paths[place]).toBe(paths)
  }
}

test('in random heaps the paths put together are those found one by one, with or without a removal, and the sums agree', async () => {
  await fc.assert(fc.asyncProperty(randomRemoval(), check), { numRuns: 1000, seed: 51 })
})

test('so they are in larger ones', async () => {
  await fc.assert(fc.asyncProperty(randomRemoval(40, 8), check), { numRuns: 100, seed: 52 })
})

const MANY = 1_000_000

test('a million objects of one array, linked to a list, take a moment', async () => {
  const snapshot = plainHeap(MANY, (node) => {
    if (node === 0) return [1]
    if (node === 1) return Array.from({ length: MANY - 2 }, (_, i) => i + 2)
    return node < MANY - 1 ? [node + 1] : []
  })
  const graph = await graphOf(snapshot)
  const nodes = Uint32Array.from({ length: MANY - 2 }, (_, i) => i + 2)
  const forest = await joinPaths(new Remaining(graph, NOTHING), graph.retainers, nodes, quietTask())
  expect(forest.count).toBe(MANY)
  expect(forest.paths[1]).toBe(MANY - 2)
  expect(forest.unreached).toHaveLength(0)
  expect(forest.isTree).toBe(true)
})

test('a list of a million has a path as long', async () => {
  const graph = await graphOf(plainHeap(MANY, (node) => (node < MANY - 1 ? [node + 1] : [])))
  const forest = await joinPaths(new Remaining(graph), graph.retainers, Uint32Array.of(MANY - 1), quietTask())
  expect(forest.count).toBe(MANY)
  expect(forest.paths[MANY - 1]).toBe(1)
})
