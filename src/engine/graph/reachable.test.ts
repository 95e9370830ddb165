import fc from 'fast-check'
import { expect, test } from 'vitest'
import { essentialOf } from '../testing/analyzed.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { findReachable } from './reachable.ts'

test('weak references reach nothing', async () => {
  const heap = drawHeap('root -> a -> b; a ~> c')
  const essential = await essentialOf(heap.snapshot)
  const reached = await findReachable(heap.snapshot, essential, [heap.node('a')], quietTask())
  expect(['root', 'a', 'b', 'c'].filter((key) => reached.has(heap.node(key)))).toEqual(['a', 'b'])
})

test('in random heaps it reaches what a plain search reaches, from any nodes', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), fc.array(fc.nat(), { maxLength: 4 }), async (spec, picks) => {
      const snapshot = buildSnapshot(spec)
      const starts = picks.map((pick) => pick % spec.nodes.length)
      const reached = await findReachable(snapshot, await essentialOf(snapshot), starts, quietTask())
      const marks = essentialEdges(spec)
      const expected = reachedFrom(
        starts,
        spec.edges.filter((_, i) => marks[i]),
      )
      expect(spec.nodes.map((_, node) => reached.has(node))).toEqual(
        spec.nodes.map((_, i) => expected.has(i)),
      )
    }),
    { numRuns: 1000, seed: 18 },
  )
})
