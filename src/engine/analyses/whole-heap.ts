import type { Task } from '../base/task.ts'
import { analyzeGraph } from '../graph/analyze.ts'
import type { Assistant } from '../graph/assistant.ts'
import { propagateDetachedness } from '../graph/detachedness.ts'
import { RemoteWork } from '../graph/remote-work.ts'
import { adjustShallowSizes } from '../graph/shallow-sizes.ts'
import { workColumn } from '../graph/work-column.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { classDistances, retainedByClass } from './class-sizes.ts'
import { sortIntoClasses } from './early-heap.ts'
import type { Heap } from './heap.ts'

/** What goes on, or is at hand, between `beginHeap` and `completeHeap`. */
export interface Begun {
  /** What another thread is finding out; null where there is no such thread. */
  readonly remote: RemoteWork | null
  readonly work: Uint32Array
}

/** Works out shallow sizes and classes, while another thread begins with the dominators. O(nodes + edges). */
export async function beginHeap(
  snapshot: Snapshot,
  assistant: Assistant | null,
  task: Task,
): Promise<{ heap: Heap; begun: Begun }> {
  const remote = assistant && new RemoteWork(assistant, snapshot)
  const work = workColumn(snapshot)
  task.begin('shallow sizes', snapshot.nodeCount)
  const detachedness = await propagateDetachedness(snapshot, task)
  const shallowSize = await adjustShallowSizes(snapshot, task, work)
  const heap = await sortIntoClasses({ snapshot, detachedness, shallowSize }, task)
  return { heap, begun: { remote, work } }
}

/** What can be said of a snapshot that was read without its references: sizes are those of the file. O(nodes). */
export async function shallowHeap(snapshot: Snapshot, task: Task): Promise<Heap> {
  task.begin('shallow sizes', snapshot.nodeCount)
  const detachedness = await propagateDetachedness(snapshot, task)
  return sortIntoClasses({ snapshot, detachedness, shallowSize: snapshot.selfSize }, task)
}

/** Finds distances, dominators and retained sizes, and sums up by class: then `heap.ready` is there. */
export async function completeHeap(heap: Heap, { remote, work }: Begun, task: Task): Promise<void> {
  const { snapshot, shallowSize, table } = heap
  const { graph, unreachable } = await analyzeGraph(snapshot, shallowSize, task, remote, work)
  const classRetained = await retainedByClass(graph, table, task, work)
  const classDistance = classDistances(graph, table)
  heap.ready = { graph, classRetained, classDistance, unreachable, retainers: null }
}
