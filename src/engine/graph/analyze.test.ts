import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HeapError } from '../base/error.ts'
import { SYSTEM_DISTANCE } from '../model/graph.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { makeLink } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { StringTable } from '../model/string-table.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, namedEdges } from '../testing/heap-builder.ts'
import { quietTask, restlessTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { analyzeGraph } from './analyze.ts'
import { edgeSource } from '../model/edge-source.ts'
import { collectRetainers } from './retainers.ts'
import { adjustShallowSizes } from './shallow-sizes.ts'

const COUNT = 100_000

/**
 * The root, COUNT objects of 2 bytes in a list and for each an array of 3 bytes that it owns: more than a slice of
 * nodes and of edges. Node 2i + 1 is the i-th object, 2i + 2 its array.
 */
function longList(): Snapshot {
  const nodeCount = 2 * COUNT + 1
  const column = (root: number, object: number, array: number): Uint32Array =>
    Uint32Array.from({ length: nodeCount }, (_, node) =>
      node === 0 ? root : isObject(node) ? object : array,
    )
  const firstEdge = [0]
  const edgeTarget: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    const targets = node === 0 ? [1] : isObject(node) ? [node + 1, node + 2] : []
    edgeTarget.push(...targets.filter((target) => target < nodeCount))
    firstEdge.push(edgeTarget.length)
  }
  const edgeLink = Uint32Array.from(edgeTarget, (target) => makeLink(target, EdgeType.property))
  return {
    ...drawHeap('root: 0').snapshot,
    nodeCount,
    edgeCount: edgeTarget.length,
    root: 0,
    nodeType: Uint8Array.from(column(NodeType.synthetic, NodeType.object, NodeType.array)),
    nodeName: new Uint32Array(nodeCount),
    nodeId: Uint32Array.from({ length: nodeCount }, (_, node) => node),
    selfSize: column(0, 2, 3),
    firstEdge: Uint32Array.from(firstEdge),
    edgeLink,
    edgeNames: namedEdges(new Uint32Array(edgeTarget.length), edgeLink, Uint32Array.from(firstEdge)),
  }
}

function isObject(node: number): boolean {
  return node % 2 === 1
}

/** The entries of a column that are not what they should be. */
function wrong(column: ArrayLike<number>, expected: (index: number) => number): number[] {
  return Array.from(column, (value, i) => (value === expected(i) ? -1 : i)).filter((i) => i >= 0)
}

test('the phases come in their order', async () => {
  const { snapshot } = drawHeap('root -> a')
  const task = quietTask()
  await analyzeGraph(snapshot, snapshot.selfSize, task)
  expect(task.times.map((phase) => phase.name)).toEqual([
    'distances',
    'edges',
    'dominators',
    'retained sizes',
  ])
})

test('a heap of many slices comes out right, with a pause after each', async () => {
  const snapshot = longList()
  const { task, pauses } = restlessTask()
  const shallowSize = await adjustShallowSizes(snapshot, task)
  const { graph, unreachable } = await analyzeGraph(snapshot, shallowSize, task)
  expect(pauses()).toBeGreaterThan(30)
  expect(unreachable).toBe(0)
  expect(wrong(graph.shallowSize, (node) => (isObject(node) ? 5 : 0))).toEqual([])
  // The i-th object is i + 1 steps away, its array one more.
  expect(wrong(graph.distance, (node) => (node === 0 ? SYSTEM_DISTANCE : Math.ceil((node + 1) / 2)))).toEqual(
    [],
  )
  expect(wrong(graph.dominator, (node) => Math.max(0, node - (isObject(node) ? 2 : 1)))).toEqual([])
  const retained = (node: number): number => (isObject(node) ? 5 * (COUNT - (node - 1) / 2) : 0)
  expect(wrong(graph.retainedSize, (node) => (node === 0 ? 5 * COUNT : retained(node)))).toEqual([])
  // One edge leads into each node but the root, and they come in the order of their targets.
  const { first, source } = await collectRetainers(snapshot, graph.essential, task)
  expect(wrong(first, (node) => Math.max(0, node - 1))).toEqual([])
  expect(wrong(source, (at) => 2 * edgeSource(snapshot.firstEdge, at) + 1)).toEqual([])
  // So do the dominated nodes.
  expect(wrong(graph.dominated.node, (at) => at + 1)).toEqual([])
})

test('it can be cancelled at any pause', async () => {
  const snapshot = longList()
  // Each time as for the first time: what is found out about the strings is kept.
  const afresh = (): Snapshot => ({ ...snapshot, strings: new StringTable(snapshot.strings.columns) })
  const whole = restlessTask()
  await analyzeGraph(afresh(), snapshot.selfSize, whole.task)
  for (let allowed = 0; allowed < whole.pauses(); allowed++) {
    const cut: ReturnType<typeof restlessTask> = restlessTask({
      get aborted() {
        return cut.pauses() > allowed
      },
    })
    const error: unknown = await analyzeGraph(afresh(), snapshot.selfSize, cut.task).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(HeapError)
    expect(error).toMatchObject({ code: 'cancelled' })
  }
})

test('in random heaps the root retains all there is', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const snapshot = buildSnapshot(spec)
      const { graph } = await analyzeGraph(
        snapshot,
        await adjustShallowSizes(snapshot, quietTask()),
        quietTask(),
      )
      const total = spec.nodes.reduce((sum, node) => sum + node.selfSize, 0)
      expect(graph.retainedSize[spec.root]).toBe(total)
    }),
    { numRuns: 500, seed: 20 },
  )
})
