import { silent, Task, type TaskHost } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { assignClasses } from './classes.ts'
import { sumClasses } from './class-sizes.ts'
import type { Heap } from './heap.ts'

/** Assigns classes and sums them up. O(nodes + edges of plain objects). */
export async function sortIntoClasses(
  heap: Pick<Heap, 'snapshot' | 'detachedness' | 'shallowSize'>,
  task: Task,
): Promise<Heap> {
  const { snapshot, shallowSize } = heap
  task.begin('classes', snapshot.nodeCount)
  const table = await assignClasses(snapshot, task)
  const sizes = sumClasses(snapshot, table, shallowSize)
  task.end()
  return { ...heap, table, sizes, ready: null }
}

/**
 * What a snapshot tells whose edges are still to come: sizes as the file states them, and classes by name. Detachedness
 * stays as it is in the file, since spreading it renames nodes of columns that the whole snapshot shares. It reports no
 * progress: what is reported is the reading that goes on. O(nodes).
 */
export async function earlyHeap(snapshot: Snapshot, host: TaskHost): Promise<{ heap: Heap; task: Task }> {
  const task = new Task(silent(host))
  const detachedness = snapshot.detachedness ?? new Uint8Array(0)
  const heap = await sortIntoClasses({ snapshot, detachedness, shallowSize: snapshot.selfSize }, task)
  return { heap, task }
}
