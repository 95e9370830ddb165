import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BitSet } from '../base/bit-set.ts'
import { graphOf } from '../testing/analyzed.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { reachableFrom } from './reachable.ts'

const asked = randomHeap(14).chain((spec) => {
  const some = fc.uniqueArray(fc.nat({ max: spec.nodes.length - 1 }), { minLength: 1, maxLength: 3 })
  return fc.record({ spec: fc.constant(spec), starts: some, walls: some })
})

test('finds what nodes lead to, but not past a wall', async () => {
  await fc.assert(
    fc.asyncProperty(asked, async ({ spec, starts, walls }) => {
      const snapshot = buildSnapshot(spec)
      const { essential } = await graphOf(snapshot)
      const barred = new BitSet(spec.nodes.length)
      for (const node of walls) barred.add(node)
      const found = await reachableFrom(snapshot, essential, starts, barred, quietTask())
      const keeps = essentialEdges(spec)
      const ways = spec.edges.filter(({ to }, at) => keeps[at]! && (!barred.has(to) || starts.includes(to)))
      const expected = reachedFrom(starts, ways)
      expect(spec.nodes.flatMap((_, node) => (found.has(node) ? [node] : []))).toEqual(
        [...expected].sort((a, b) => a - b),
      )
    }),
    { numRuns: 500 },
  )
})
