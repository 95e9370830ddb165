import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linkTarget } from '../model/links.ts'
import { graphOf } from '../testing/analyzed.ts'
import { type DrawnHeap, drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { edgeSource } from '../model/edge-source.ts'
import { keepsAlive } from './essential-edges.ts'
import { pathToRoot } from './root-path.ts'

function targetsOn(heap: DrawnHeap, graph: Awaited<ReturnType<typeof graphOf>>, key: string): string[] {
  return pathToRoot(graph, graph.retainers, heap.node(key)).map((edge) =>
    heap.key(linkTarget(heap.snapshot.edgeLink[edge]!)),
  )
}

async function drawn(text: string, key: string): Promise<string[]> {
  const heap = drawHeap(text)
  return targetsOn(heap, await graphOf(heap.snapshot), key)
}

test('the path leads from the root down the nearest retainers', async () => {
  expect(await drawn('root -> win -> a -> b -> x; win -> c -> x', 'x')).toEqual(['win', 'c', 'x'])
})

test('of retainers as near, one that the program names goes before an internal one', async () => {
  expect(await drawn('root -> win -> a; win -> b; a -internal:i-> x; b -> x', 'x')).toEqual(['win', 'b', 'x'])
})

test('of equal retainers the first edge in the file goes first', async () => {
  expect(await drawn('root -> win -> a; win -> b -> x; a -> x', 'x')).toEqual(['win', 'a', 'x'])
})

test('the program side is preferred to a shorter way through the system', async () => {
  const path = await drawn('gc: synthetic; root -> gc -> x; root -> win -> a -> b -> x', 'x')
  expect(path).toEqual(['win', 'a', 'b', 'x'])
})

test('an edge of the root itself ends the path, whatever the distance', async () => {
  const path = await drawn('gc: synthetic; root -> gc -> x; root -> win -> a -> gc', 'x')
  expect(path).toEqual(['gc', 'x'])
})

test('where the nearest retainers do not keep it alive, the path goes a longer way that does', async () => {
  const heap = 'root -> win -> a -shortcut:s-> x; win -> b -> c -> d -> x'
  expect(await drawn(heap, 'x')).toEqual(['win', 'b', 'c', 'd', 'x'])
})

test('the value of a WeakMap entry is reached through its key, not through the table', async () => {
  const pair = '/ part of key (K @3) -> value (V @4) pair in WeakMap (table @100)'
  const path = await drawn(
    `table: array @100
     root -> win -> a -> b -> table; win -> key
     key -internal:"2 ${pair}"-> value; table -internal:"1 ${pair}"-> value`,
    'value',
  )
  expect(path).toEqual(['win', 'key', 'value'])
})

test('what only weak references lead to has no path, nor has the root', async () => {
  expect(await drawn('root -> a ~> b -> c', 'c')).toEqual([])
  expect(await drawn('root -> a; x -> y -> x', 'x')).toEqual([])
  expect(await drawn('root -> a -> root', 'root')).toEqual([])
})

/** What is wrong with the path to a node. */
function faultsOf(graph: Awaited<ReturnType<typeof graphOf>>, node: number, isLive: boolean): string[] {
  const { root, firstEdge, edgeLink } = graph.snapshot
  const path = pathToRoot(graph, graph.retainers, node)
  if (!isLive || node === root) {
    return path.length === 0 ? [] : [`${node}: there should be none`]
  }
  const sources = path.map((edge) => edgeSource(firstEdge, edge))
  const targets = path.map((edge) => linkTarget(edgeLink[edge]!))
  const above: number[] = []
  for (let at = graph.dominator[node]!; at !== root; at = graph.dominator[at]!) {
    above.push(at)
  }
  const rules = {
    'all edges keep their targets alive': path.every((edge, i) =>
      keepsAlive(graph.snapshot, graph.essential, sources[i]!, edge),
    ),
    'it begins at the root': sources[0] === root,
    'it ends at the node': targets.at(-1) === node,
    'each edge begins where the one before ends': sources.slice(1).every((at, i) => at === targets[i]),
    'no node comes twice': new Set([root, ...targets]).size === targets.length + 1,
    'all dominators lie on it': above.every((at) => targets.includes(at)),
  }
  return Object.entries(rules).flatMap(([rule, holds]) => (holds ? [] : [`${node}: not so: ${rule}`]))
}

test('in random heaps every path is real and passes all dominators, and only the unreachable have none', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const graph = await graphOf(buildSnapshot(spec))
      const marks = essentialEdges(spec)
      const live = reachedFrom(
        [spec.root],
        spec.edges.filter((_, i) => marks[i]),
      )
      const faults = spec.nodes.flatMap((_, node) => faultsOf(graph, node, live.has(node)))
      expect(faults).toEqual([])
    }),
    { numRuns: 1500, seed: 19 },
  )
})
