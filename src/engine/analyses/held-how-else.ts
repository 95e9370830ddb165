import type { Task } from '../base/task.ts'
import { disjointPaths } from '../graph/disjoint-paths.ts'
import { NOTHING, type Removal } from '../graph/remaining.ts'
import type { HeldHowElse } from '../model/retainer-rows.ts'
import type { CompleteHeap } from './heap.ts'
import { notReady } from './node-row.ts'
import { dominatorsOf } from './object-detail.ts'
import { pathSteps } from './path-steps.ts'

/**
 * How else an object is held: the shortest path from the root, then, each time, the next one that shares no object with
 * those before it, up to `most`.
 * @throws HeapError `not-ready` before references are turned round
 */
export async function heldHowElse(
  heap: CompleteHeap,
  node: number,
  most: number,
  task: Task,
  removal: Removal = NOTHING,
): Promise<HeldHowElse> {
  const { graph, retainers } = heap.ready
  if (!retainers) throw notReady()
  task.begin('answer', heap.snapshot.nodeCount)
  const { paths, exhausted } = await disjointPaths(graph, retainers, node, most, removal, task)
  task.end()
  const dominators = dominatorsOf(graph, node)
  return { paths: paths.map((path) => pathSteps(heap, path, dominators)), exhausted }
}
