import type { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { NodeType } from '../../model/kinds.ts'
import type { ClassShapesColumn, ClassShapesRow } from '../../model/shape-rows.ts'
import { classQuery } from '../class-query.ts'
import type { Heap } from '../heap.ts'
import { compareTexts } from '../list-nodes.ts'
import type { Listing } from '../ordered-page.ts'
import { PropertyInterner } from '../property-lists.ts'

/** By class number: how many different property lists its objects have, and how many objects have the commonest. */
export interface ClassShapes {
  /** How many objects with a size there are. */
  readonly count: Uint32Array
  readonly shapes: Uint32Array
  readonly commonest: Uint32Array
  /** The classes whose objects have more than one list, ascending. */
  readonly several: Uint32Array
}

/**
 * Counts the different property lists of each class of objects: where there are many, code that uses them is slow, and
 * each costs a hidden class. Plain objects are left out, since lists are what tells them apart.
 * O(nodes + names in distinct sequences).
 * @param only the objects that are counted; null for all
 */
export async function countClassShapes(
  heap: Heap,
  task: Task,
  only: BitSet | null = null,
): Promise<ClassShapes> {
  const { snapshot, table, shallowSize } = heap
  const { nodeType, nodeCount } = snapshot
  const interner = new PropertyInterner(snapshot)
  const pairs = new TupleTable()
  const pair = new Uint32Array(2)
  /** By pair. */
  const counts: number[] = []
  const count = new Uint32Array(table.classes.length)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (shallowSize[node] === 0 || only?.has(node) === false) continue
      count[table.classOf[node]!]!++
      if (nodeType[node] !== NodeType.object) continue
      pair[0] = table.classOf[node]!
      pair[1] = interner.listOf(node)
      const at = pairs.intern(pair, 2)
      counts[at] = (counts[at] ?? 0) + 1
    }
  })
  const shapes = new Uint32Array(table.classes.length)
  const commonest = new Uint32Array(table.classes.length)
  for (let at = 0; at < counts.length; at++) {
    const index = pairs.items(at)[0]!
    if (isPlain(table.classes[index]!.name)) continue
    shapes[index]!++
    commonest[index] = Math.max(commonest[index]!, counts[at]!)
  }
  const several = Uint32Array.from(shapes.keys()).filter((index) => shapes[index]! > 1)
  return { count, shapes, commonest, several }
}

/** Plain objects are of class `Object`, or of one named by properties. */
function isPlain(name: string): boolean {
  return name === 'Object' || name.startsWith('{')
}

/** What `orderedPage` needs for a list of classes by their shapes. @param entries those that pass the filter */
export function classShapesListing(
  { table }: Heap,
  { count, shapes, commonest, several }: ClassShapes,
  entries: Uint32Array,
  key: string,
): Listing<ClassShapesColumn, ClassShapesRow> {
  return {
    entries,
    all: several.length,
    key,
    keyOf: ({ column }) => {
      switch (column) {
        case 'name': {
          const order = Array.from(entries).sort((a, b) =>
            compareTexts(table.classes[a]!.name, table.classes[b]!.name),
          )
          const ranks = new Map(order.map((index, rank) => [index, rank]))
          return (index) => ranks.get(index)!
        }
        case 'count':
          return (index) => count[index]!
        case 'shapes':
          return (index) => shapes[index]!
        case 'commonest':
          return (index) => commonest[index]!
      }
    },
    rowOf: (index) => {
      const { name, key: classKey } = table.classes[index]!
      return {
        className: name,
        classKey,
        count: count[index]!,
        shapes: shapes[index]!,
        commonest: commonest[index]!,
        query: classQuery(table.classes, index),
      }
    },
  }
}
