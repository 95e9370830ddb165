import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import { type Comparison, type Digest, NO_NODE } from '../model/digest.ts'
import type { WideColumn } from '../model/snapshot.ts'
import { turnedRound } from './match-classes.ts'

/**
 * What came into each class and left it, as Chrome DevTools compares: an object counts where its adjusted size is above
 * 0, and one that is of another class in the other heap counts as removed there and added here.
 * By entry: the target's classes by their numbers, then those of the base's classes that have no match, in their order.
 */
export interface ClassChanges {
  /** By entry: the class's number in the base and in the target, or -1. */
  readonly inBase: Int32Array
  readonly inTarget: Int32Array
  readonly added: Uint32Array
  readonly addedSize: Float64Array
  readonly removed: Uint32Array
  readonly removedSize: Float64Array
}

/** What of the open heap, the target, is looked at. */
export interface TargetColumns {
  readonly classOf: Uint16Array | Uint32Array
  readonly shallowSize: WideColumn
}

/** O(nodes of both + classes). @param comparison of the target */
export async function classChanges(
  { classOf, shallowSize }: TargetColumns,
  { other, counterpart, classThere }: Comparison,
  task: Task,
): Promise<ClassChanges> {
  const entries = entriesOf(classThere, other.classes.length)
  const count = entries.inTarget.length
  const changes: ClassChanges = {
    ...entries,
    added: new Uint32Array(count),
    addedSize: new Float64Array(count),
    removed: new Uint32Array(count),
    removedSize: new Float64Array(count),
  }
  /** By node of the base: whether it is in the same class of the target. */
  const stayed = new Uint8Array(other.nodeCount)
  task.begin('answer', counterpart.length + other.nodeCount)
  await inSlices(task, counterpart.length, (from, to) => {
    for (let node = from; node < to; node++) {
      const size = shallowSize[node]!
      if (size === 0) continue
      const index = classOf[node]!
      const twin = counterpart[node]!
      if (twin !== NO_NODE && other.shallowSize[twin] !== 0 && other.classOf[twin] === classThere[index]) {
        stayed[twin] = 1
        continue
      }
      changes.added[index]!++
      changes.addedSize[index]! += size
    }
  })
  const entryOf = entryByBase(entries, other)
  await inSlices(
    task,
    other.nodeCount,
    (from, to) => {
      for (let node = from; node < to; node++) {
        const size = other.shallowSize[node]!
        if (size === 0 || stayed[node] === 1) continue
        const entry = entryOf[other.classOf[node]!]!
        changes.removed[entry]!++
        changes.removedSize[entry]! += size
      }
    },
    counterpart.length,
  )
  task.end()
  return changes
}

function entriesOf(classThere: Int32Array, baseClasses: number): Pick<ClassChanges, 'inBase' | 'inTarget'> {
  const inTarget = Array.from(classThere, (_, index) => index)
  const inBase = Array.from(classThere)
  const turned = turnedRound(classThere, baseClasses)
  for (const [index, target] of turned.entries()) {
    if (target !== -1) continue
    inTarget.push(-1)
    inBase.push(index)
  }
  return { inBase: Int32Array.from(inBase), inTarget: Int32Array.from(inTarget) }
}

/** By the base's class number: its entry. */
function entryByBase({ inBase }: Pick<ClassChanges, 'inBase'>, { classes }: Digest): Uint32Array {
  const entryOf = new Uint32Array(classes.length)
  for (const [entry, index] of inBase.entries()) if (index !== -1) entryOf[index] = entry
  return entryOf
}
