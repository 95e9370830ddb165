import type { Task } from '../base/task.ts'
import { analyzeGraph } from '../graph/analyze.ts'
import { propagateDetachedness } from '../graph/detachedness.ts'
import type { RemoteWork } from '../graph/remote-work.ts'
import { adjustShallowSizes } from '../graph/shallow-sizes.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { classDistances, retainedByClass } from './class-sizes.ts'
import { sortIntoClasses } from './early-heap.ts'
import type { Heap } from './heap.ts'

/** Works out shallow sizes and classes. O(nodes + edges). */
export async function beginHeap(snapshot: Snapshot, task: Task): Promise<Heap> {
  task.begin('shallow sizes', snapshot.nodeCount)
  const detachedness = await propagateDetachedness(snapshot, task)
  const shallowSize = await adjustShallowSizes(snapshot, task)
  return sortIntoClasses({ snapshot, detachedness, shallowSize }, task)
}

/** What can be said of a snapshot that was read without its references: sizes are those of the file. O(nodes). */
export async function shallowHeap(snapshot: Snapshot, task: Task): Promise<Heap> {
  task.begin('shallow sizes', snapshot.nodeCount)
  const detachedness = await propagateDetachedness(snapshot, task)
  return sortIntoClasses({ snapshot, detachedness, shallowSize: snapshot.selfSize }, task)
}

/**
 * Finds distances, dominators and retained sizes, and sums up by class: then `heap.ready` is there.
 * @param remote the dominators where another thread finds them meanwhile
 */
export async function completeHeap(heap: Heap, remote: RemoteWork | null, task: Task): Promise<void> {
  const { snapshot, shallowSize, table } = heap
  let classDistance: Int32Array = new Int32Array(0)
  const onDistances = (distance: Int32Array): void => {
    classDistance = classDistances(distance, shallowSize, table)
  }
  const { graph, unreachable } = await analyzeGraph(snapshot, shallowSize, task, remote, onDistances)
  const classRetained = await retainedByClass(graph, table, task)
  heap.ready = { graph, classRetained, classDistance, unreachable, retainers: null }
}
