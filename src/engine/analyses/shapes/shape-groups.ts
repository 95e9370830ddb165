import type { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { accumulate } from '../../graph/retainers.ts'
import type { ShapeTotals } from '../../model/shape-rows.ts'
import { retainedByGroup } from '../class-sizes.ts'
import type { CompleteHeap } from '../heap.ts'
import { collectLists, type PropertyLists } from '../property-lists.ts'

/** The plain objects of a heap by their property lists; columns by the number of the list unless said otherwise. */
export interface ShapeGroups {
  readonly lists: PropertyLists
  /** The lists that objects of a size above 0 have, ascending. */
  readonly present: Uint32Array
  /** The objects of list l are `member[first[l]]` to `member[first[l + 1] - 1]`, ascending; those of size 0 left out. */
  readonly first: Uint32Array
  readonly member: Uint32Array
  /** Bytes. */
  readonly shallowSize: Float64Array
  /** Bytes freed if all objects of the list went away, as far as single dominators tell. */
  readonly retainedSize: Float64Array
}

/**
 * Groups plain objects (class `Object`) by their exact property lists: each belongs to one, told apart by names and
 * order. Unlike the classes that plain objects are shown under, rare lists are groups too, and no object joins another's.
 * O(nodes + names in the distinct sequences of plain objects).
 * @param only the objects that are grouped; null for all
 */
export async function groupByShape(
  heap: CompleteHeap,
  task: Task,
  only: BitSet | null = null,
): Promise<ShapeGroups> {
  const { snapshot, shallowSize } = heap
  const counts = (node: number): boolean => shallowSize[node] !== 0 && only?.has(node) !== false
  const lists = await collectLists(snapshot, task)
  const count = lists.lists.count
  /** By node: its list plus one. */
  const groupOf = new Uint32Array(snapshot.nodeCount)
  const first = new Uint32Array(count + 1)
  const sizes = new Float64Array(count)
  const { objects, list } = lists
  for (let i = 0; i < objects.length; i++) {
    const node = objects[i]!
    if (!counts(node)) continue
    groupOf[node] = list[i]! + 1
    first[list[i]!]!++
    sizes[list[i]!]! += shallowSize[node]!
  }
  const present = presentLists(first, count)
  accumulate(first)
  const member = new Uint32Array(first[count]!)
  for (let i = objects.length - 1; i >= 0; i--) {
    if (counts(objects[i]!)) member[--first[list[i]!]!] = objects[i]!
  }
  const retained = await retainedByGroup(heap.ready.graph, groupOf, count + 1, task)
  return { lists, present, first, member, shallowSize: sizes, retainedSize: retained.subarray(1) }
}

/** The objects of one list, ascending, as a view. */
export function objectsOfShape({ first, member }: ShapeGroups, shape: number): Uint32Array {
  return member.subarray(first[shape], first[shape + 1])
}

/** Sums over all shapes. O(shapes). */
export function shapeTotals({ present, first, member, shallowSize }: ShapeGroups): ShapeTotals {
  let single = 0
  for (const shape of present) if (first[shape + 1]! - first[shape]! === 1) single++
  return {
    objects: member.length,
    shapes: present.length,
    single,
    shallowSize: shallowSize.reduce((sum, size) => sum + size, 0),
  }
}

function presentLists(counts: Uint32Array, count: number): Uint32Array {
  const present = new Uint32Array(count)
  let at = 0
  for (let list = 0; list < count; list++) if (counts[list] !== 0) present[at++] = list
  return present.slice(0, at)
}
