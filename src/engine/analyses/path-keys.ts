import type { Task } from '../base/task.ts'
import { inSlices, untilDone } from '../graph/in-slices.ts'
import type { PathKeys } from '../model/digest.ts'
import { findWordBytes } from './collections/store-layout.ts'
import type { CompleteHeap } from './heap.ts'
import { PathSearch } from './path-search.ts'

/**
 * Says where each object stands in numbers that mean the same in every heap: the path of classes and references from the
 * roots, with one word for all elements of an array and the key for the entries of a map. Breadth first, from the
 * program's globals and then from the rest of the roots; where several references lead to an object from equally near,
 * the path with the smallest hash is taken, so that the order of a file does not matter.
 * O(nodes + edges); 8 bytes a node meanwhile besides the keys.
 */
export async function pathKeys(heap: CompleteHeap, task: Task): Promise<PathKeys> {
  const { snapshot } = heap
  const search = new PathSearch(heap, await findWordBytes(snapshot, task))
  await inSlices(task, snapshot.nodeCount, (from, to) => search.prepare(from, to))
  const progress = (): number => search.visited
  search.startAtUserRoots()
  await untilDone(task, (budget) => search.advance(budget), progress)
  search.startAtRoot()
  await untilDone(task, (budget) => search.advance(budget), progress)
  await inSlices(task, snapshot.nodeCount, (from, to) => search.addUnreached(from, to), progress())
  await inSlices(task, snapshot.nodeCount, (from, to) => search.readContents(from, to), progress())
  await inSlices(task, snapshot.nodeCount, (from, to) => search.addContents(from, to), progress())
  return search.keys
}
