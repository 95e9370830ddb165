import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edgeSource } from '../model/edge-source.ts'
import { linkTarget } from '../model/links.ts'
import { graphOf } from '../testing/analyzed.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { disjointPaths } from './disjoint-paths.ts'
import { NOTHING } from './remaining.ts'
import { pathToRoot } from './root-path.ts'

async function pathsTo(
  text: string,
  key: string,
  most = 9,
): Promise<{ paths: string[]; exhausted: boolean }> {
  const heap = drawHeap(text)
  const graph = await graphOf(heap.snapshot)
  const node = heap.node(key)
  const { paths, exhausted } = await disjointPaths(graph, graph.retainers, node, most, NOTHING, quietTask())
  const said = (edge: number): string => heap.key(linkTarget(heap.snapshot.edgeLink[edge]!))
  return { paths: paths.map((path) => path.map(said).join(' ')), exhausted }
}

const TWO_CACHES = 'root -> win -> a -> x; win -> b -> c -> x; b -> a'

test('the next path shares no object with the first but the global one', async () => {
  expect(await pathsTo(TWO_CACHES, 'x')).toEqual({ paths: ['win a x', 'win b c x'], exhausted: true })
})

test('when as many are found as were asked for, it says whether there are more', async () => {
  expect(await pathsTo(TWO_CACHES, 'x', 1)).toEqual({ paths: ['win a x'], exhausted: false })
  expect(await pathsTo(TWO_CACHES, 'x', 2)).toEqual({ paths: ['win a x', 'win b c x'], exhausted: true })
})

test('a path that goes round by an object of the first is none', async () => {
  expect(await pathsTo('root -> win -> a -> x; a -> b -> x', 'x')).toEqual({
    paths: ['win a x'],
    exhausted: true,
  })
})

test('the machine’s groups and the global object of a native context are roots', async () => {
  const text = `
    gc: synthetic "(GC roots)"; ctx: hidden "system / NativeContext / page"; win: object "Window"
    root -element:0-> gc -element:1-> ctx -internal:global_object-> win
    win -> a -> x; win -> b -> x; win -own-> x; win -again-> x`
  expect(await pathsTo(text, 'x')).toEqual({
    paths: ['gc ctx win x', 'gc ctx win a x', 'gc ctx win b x'],
    exhausted: true,
  })
})

test('what nothing leads to, and the root, have no path', async () => {
  expect(await pathsTo('root -> a; x -> y -> x', 'x')).toEqual({ paths: [], exhausted: true })
  expect(await pathsTo('root -> a -> root', 'root')).toEqual({ paths: [], exhausted: true })
})

test('in random heaps the paths are real, share no object, begin with the shortest, and no other is left at the end', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(20), fc.nat(), async (spec, at) => {
      const snapshot = buildSnapshot(spec)
      const graph = await graphOf(snapshot)
      const node = at % spec.nodes.length
      const { paths, exhausted } = await disjointPaths(
        graph,
        graph.retainers,
        node,
        Infinity,
        NOTHING,
        quietTask(),
      )
      expect(exhausted).toBe(true)
      expect(paths[0] ?? []).toEqual(pathToRoot(graph, graph.retainers, node))
      const used = new Set<number>()
      const lastSteps = new Set<number>()
      for (const path of paths) {
        let from = spec.root
        for (const edge of path) {
          expect(edgeSource(snapshot.firstEdge, edge)).toBe(from)
          from = linkTarget(snapshot.edgeLink[edge]!)
        }
        expect(from).toBe(node)
        const inner = path.slice(1, -1).map((edge) => linkTarget(snapshot.edgeLink[edge]!))
        const objects = inner.filter((one) => !isRootLike(one))
        for (const one of objects) expect(used.has(one)).toBe(false)
        for (const one of objects) used.add(one)
        if (objects.length === 0) lastSteps.add(edgeSource(snapshot.firstEdge, path.at(-1)!))
      }
      const marks = essentialEdges(spec)
      const left = spec.edges.filter(
        ({ from, to }, i) =>
          marks[i] && !used.has(from) && !used.has(to) && !(to === node && lastSteps.has(from)),
      )
      expect(reachedFrom([spec.root], left).has(node) && node !== spec.root).toBe(false)

      function isRootLike(one: number): boolean {
        const { type, name } = spec.nodes[one]!
        return type === 'synthetic' || (type === 'hidden' && name.startsWith('system / NativeContext'))
      }
    }),
    { numRuns: 800, seed: 81 },
  )
})
