import type { Task } from '../base/task.ts'
import { inSlices, untilDone } from '../graph/in-slices.ts'
import type { PathKeys } from '../model/digest.ts'
import { findWordBytes } from './collections/store-layout.ts'
import type { CompleteHeap } from './heap.ts'
import { PathSearch } from './path-search.ts'

/** How often it goes through all nodes. */
export const PATH_PASSES = 5

/**
 * Says where each object stands in numbers that mean the same in every heap: the path of classes and references from the
 * roots, with one word for all elements of an array and the key for the entries of a map. Breadth first, from the
 * program's globals and then from the rest of the roots; where several references lead to an object from equally near,
 * the path with the smallest hash is taken, so that the order of a file does not matter.
 * O(nodes + edges); 12 bytes a node meanwhile besides the keys.
 * @param done how much of the phase is behind it: it takes `PATH_PASSES` units for each node
 */
export async function pathKeys(heap: CompleteHeap, task: Task, done: number): Promise<PathKeys> {
  const { snapshot } = heap
  const { nodeCount } = snapshot
  const search = new PathSearch(heap, await findWordBytes(snapshot, task))
  await inSlices(task, nodeCount, (from, to) => search.prepare(from, to), done)
  const progress = (): number => done + nodeCount + search.visited
  search.startAtUserRoots()
  await untilDone(task, (budget) => search.advance(budget), progress)
  search.startAtRoot()
  await untilDone(task, (budget) => search.advance(budget), progress)
  const passed = (passes: number): number => done + passes * nodeCount
  await inSlices(task, nodeCount, (from, to) => search.addUnreached(from, to), passed(2))
  await inSlices(task, nodeCount, (from, to) => search.readContents(from, to), passed(3))
  await inSlices(task, nodeCount, (from, to) => search.addContents(from, to), passed(4))
  return search.keys
}
