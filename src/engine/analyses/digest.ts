import type { Task } from '../base/task.ts'
import type { Digest, DigestClass, HeapIds, PathKeys } from '../model/digest.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { classQuery } from './class-query.ts'
import { drawIds } from './id-sample.ts'
import type { CompleteHeap } from './heap.ts'
import { lineStacks } from './line-stacks.ts'
import { PATH_PASSES, pathKeys } from './path-keys.ts'

/**
 * What another heap is compared with this one by. Columns are the heap's own where it has them: do not change them.
 * @param paths whether to work out what objects are called by where they stand, or that itself where it is known.
 * O(nodes + edges) where it is worked out, else O(nodes)
 */
export async function digestOf(
  heap: CompleteHeap,
  file: string,
  { paths }: { readonly paths: boolean | PathKeys },
  task: Task,
): Promise<Digest> {
  const { snapshot, shallowSize, table, ready } = heap
  const { retainedSize, dominator } = ready.graph
  const { nodeCount } = snapshot
  task.begin('answer', nodeCount * (paths === true ? 1 + PATH_PASSES : 1))
  const ids = await heapIds(snapshot, file, task)
  const keys = paths === true ? await pathKeys(heap, task, nodeCount) : paths || null
  task.end()
  return {
    ...ids,
    shallowSize,
    retainedSize,
    dominator,
    classOf: table.classOf,
    classes: digestClasses(heap),
    paths: keys,
    stacks: await lineStacks(snapshot, task),
  }
}

/** What its objects are told by in other heaps of its process. Columns are the heap's own. O(nodes). */
export async function heapIds(snapshot: Snapshot, file: string, task: Task): Promise<HeapIds> {
  const { nodeCount, root, nodeId } = snapshot
  return { file, nodeCount, root, nodeId, sample: await drawIds(snapshot, task) }
}

/** The classes with their sums, by class number. */
export function digestClasses({ table, sizes, ready }: CompleteHeap): DigestClass[] {
  return table.classes.map(({ key, name, kind, source }, index) => ({
    key,
    name,
    kind,
    source,
    query: classQuery(table.classes, index),
    count: sizes.count[index]!,
    shallowSize: sizes.shallowSize[index]!,
    retainedSize: ready.classRetained[index]!,
  }))
}
