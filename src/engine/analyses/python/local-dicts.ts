import type { BitSet } from '../../base/bit-set.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { Derived } from '../derived.ts'
import { NODES_BY_CLASS } from '../nodes-by-class.ts'
import { basesOf } from './bases.ts'
import { itemsOf } from './items-of.ts'
import { NAMESPACES } from './namespaces.ts'
import { rootChild } from './root-children.ts'

const LOCAL = '_thread._local'

/** The dictionaries that threads have of `threading.local` objects, be these there or not. O(threads). */
export function localDicts(snapshot: Snapshot): Set<number> {
  const root = rootChild(snapshot, '(thread locals)')
  const threads = root === null ? [] : itemsOf(snapshot, root)
  return new Set(threads.flatMap((thread) => itemsOf(snapshot, thread)))
}

/**
 * By such a dictionary: the object whose attributes one thread has there, where it is known. It has a dictionary that leads
 * from threads to these. O(threads + classes and their bases + references of such objects), once nodes are known by class.
 */
export const LOCAL_OF_DICT = new Derived<ReadonlyMap<number, number>>(async (heap, task) => {
  const { snapshot } = heap
  const found = new Map<number, number>()
  const dicts = localDicts(snapshot)
  if (dicts.size === 0) return found
  const names = localClasses(snapshot, (await NAMESPACES.of(heap, task)).classes)
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const targets = (node: number) =>
    Array.from(snapshot.edgeLink.subarray(snapshot.firstEdge[node], snapshot.firstEdge[node + 1]), linkTarget)
  const { strings, python } = snapshot
  for (const local of byClass.among(({ name }) => names.has(name))) {
    for (const inner of targets(local)) {
      if (strings.text(python!.className[inner]!) !== 'dict') continue
      for (const dict of targets(inner)) if (dicts.has(dict)) found.set(dict, local)
    }
  }
  return found
})

/** The names of the class and of those that a program derives from it. */
function localClasses(snapshot: Snapshot, classes: BitSet): ReadonlySet<string> {
  const { strings, nodeName } = snapshot
  const nameOf = (node: number) => strings.text(nodeName[node]!)
  const names = new Set([LOCAL])
  classes.forEach((node) => {
    if (basesOf(snapshot, node).some((base) => nameOf(base) === LOCAL)) names.add(nameOf(node))
  })
  return names
}
