import { expect, test } from 'vitest'
import { drawHeap } from '../testing/draw-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { numberNodes } from './depth-first.ts'
import { findDominators } from './dominators.ts'
import { NO_PAIRS } from './essential-edges.ts'
import { smallGraph } from './rehearsal.ts'

test('the graph of the rehearsal is a heap like any other, with something that the root does not lead to', async () => {
  const graph = smallGraph(drawHeap('root -> a').snapshot)
  const task = quietTask()
  const { dominator, unreachable } = await findDominators(
    graph,
    await numberNodes(graph, NO_PAIRS, task),
    task,
  )
  expect([...dominator]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8])
  expect(unreachable).toBe(5)
})
