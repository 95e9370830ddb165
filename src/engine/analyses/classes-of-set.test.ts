import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { classesOfSet } from './classes-of-set.ts'
import type { CompleteHeap } from './heap.ts'

/** The nodes above a node in the dominator tree. */
function above({ ready: { graph } }: CompleteHeap, node: number): number[] {
  const chain: number[] = []
  for (let at = node; at !== graph.snapshot.root; at = chain.at(-1)!) chain.push(graph.dominator[at]!)
  return chain
}

test('the whole heap as a set has the classes of the heap', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const all = Uint32Array.from({ length: heap.snapshot.nodeCount }, (_, node) => node)
      const { sizes, ready } = await classesOfSet(heap, all, quietTask())
      expect(sizes).toEqual(heap.sizes)
      expect(ready!.classDistance).toEqual(heap.ready.classDistance)
      expect(ready!.classRetained.slice(0, -1)).toEqual(heap.ready.classRetained)
    }),
    { numRuns: 300, seed: 5 },
  )
})

test('a class of a set counts what is in the set, and retains nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), fc.infiniteStream(fc.boolean()), async (spec, stream) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const all = Array.from({ length: heap.snapshot.nodeCount }, (_, node) => node)
      const set = all.filter(() => stream.next().value as boolean)
      const { sizes, ready } = await classesOfSet(heap, Uint32Array.from(set), quietTask())
      const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
      const { classOf, classes } = heap.table
      for (const [index] of classes.entries()) {
        const own = set.filter((node) => classOf[node] === index && heap.shallowSize[node]! > 0)
        const tops = own.filter((node) => !above(heap, node).some((other) => own.includes(other)))
        expect(sizes.count[index]).toBe(own.length)
        expect(sizes.shallowSize[index]).toBe(sum(own.map((node) => heap.shallowSize[node]!)))
        expect(ready!.classRetained[index]).toBe(
          sum(tops.map((node) => heap.ready.graph.retainedSize[node]!)),
        )
      }
    }),
    { numRuns: 300, seed: 6 },
  )
})
