import { findCollections } from '../analyses/collections/collections.ts'
import type { OwnedCollections } from '../analyses/collections/list-collections.ts'
import { findOwners } from '../analyses/collections/owners.ts'
import { type CompleteHeap, type Heap, isComplete } from '../analyses/heap.ts'
import { notReady } from '../analyses/node-row.ts'
import { sortByText, type StringTexts } from '../analyses/strings/string-texts.ts'
import type { Task } from '../base/task.ts'
import type { DeepAnalyses } from './query-table.ts'

/** The strings of a heap by their text. O(nodes + bytes of strings). */
export async function textsOf(heap: Heap, task: Task): Promise<StringTexts> {
  task.begin('answer', 2 * heap.snapshot.strings.count + heap.snapshot.nodeCount)
  const texts = await sortByText(heap.snapshot, heap.shallowSize, task)
  task.end()
  return texts
}

/** The collections of a heap with their owners. O(nodes + edges). */
export async function collectionsOf(heap: CompleteHeap, task: Task): Promise<OwnedCollections> {
  task.begin('answer', 3 * heap.snapshot.nodeCount)
  const collections = await findCollections(heap, task)
  const owners = await findOwners(heap, collections, task)
  task.end()
  return { collections, owners }
}

/** What fields of a filter need, worked out each time. */
export function analysesOf(heap: Heap, task: Task): DeepAnalyses {
  return {
    texts: () => textsOf(heap, task),
    collections: () => {
      if (!isComplete(heap)) throw notReady()
      return collectionsOf(heap, task)
    },
  }
}
