import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { NODES_BY_CLASS } from './nodes-by-class.ts'

test('the nodes of classes are those that looking at all nodes finds', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), fc.array(fc.boolean(), { minLength: 20 }), async (spec, picks) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { classOf, classes } = heap.table
      const byClass = await NODES_BY_CLASS.of(heap, quietTask())
      const all = Array.from({ length: heap.snapshot.nodeCount }, (_, node) => node)
      const isWanted = (index: number): boolean => picks[index % picks.length]!
      for (const index of classes.keys())
        expect([...byClass.of(index)]).toEqual(all.filter((node) => classOf[node] === index))
      expect([...byClass.among((_, index) => isWanted(index))]).toEqual(
        all.filter((node) => isWanted(classOf[node]!)),
      )
    }),
  )
})
