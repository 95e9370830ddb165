import type { Task } from '../base/task.ts'
import { type Graph, NO_DISTANCE } from '../model/graph.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import type { ClassTable } from './classes.ts'

const TICK = 1 << 16

/** Sums over the instances of each class; columns by class number. Nodes of adjusted size 0 do not count. */
export interface ClassSizes {
  readonly count: Uint32Array
  readonly shallowSize: Float64Array
}

/** Counts instances and their bytes. O(nodes). */
export function sumClasses(snapshot: Snapshot, table: ClassTable, shallowSize: WideColumn): ClassSizes {
  const count = new Uint32Array(table.classes.length)
  const sum = new Float64Array(table.classes.length)
  const { classOf } = table
  for (let node = 0; node < snapshot.nodeCount; node++) {
    const size = shallowSize[node]!
    if (size === 0) continue
    count[classOf[node]!]!++
    sum[classOf[node]!]! += size
  }
  return { count, shallowSize: sum }
}

/** The smallest distance of an instance of each class; `NO_DISTANCE` where none can be reached. O(nodes). */
export function classDistances(
  distance: Int32Array,
  shallowSize: WideColumn,
  { classOf, classes }: ClassTable,
): Int32Array {
  const nearest = new Int32Array(classes.length).fill(NO_DISTANCE)
  for (let node = 0; node < distance.length; node++) {
    const d = distance[node]!
    if (d === NO_DISTANCE || shallowSize[node] === 0) continue
    const index = classOf[node]!
    if (nearest[index] === NO_DISTANCE || d < nearest[index]!) nearest[index] = d
  }
  return nearest
}

/**
 * Bytes freed if all instances of a class went away, as far as single dominators tell: the sum of the retained sizes of
 * those instances that no other instance of the class dominates. By class number. O(nodes).
 *
 * Walks the dominator tree depth first and keeps, for each class, whether an instance is open above.
 */
export function retainedByClass(graph: Graph, table: ClassTable, task: Task): Promise<Float64Array> {
  return retainedByGroup(graph, table.classOf, table.classes.length, task)
}

/** The same for any other partition of the nodes. @param groupOf node column: group numbers below `groups` */
export async function retainedByGroup(
  graph: Graph,
  groupOf: Uint16Array | Uint32Array,
  groups: number,
  task: Task,
): Promise<Float64Array> {
  const { shallowSize, retainedSize, dominated } = graph
  const retained = new Float64Array(groups)
  const open = new Uint8Array(groups)
  // Group openGroup[k] is open while the stack is at least openLevel[k] high; at most one entry a group.
  const openGroup = new Uint32Array(groups)
  const openLevel = new Uint32Array(groups)
  let opened = 0
  const stack = new Uint32Array(graph.snapshot.nodeCount)
  let height = 1
  stack[0] = graph.snapshot.root
  let done = 0
  /** Takes some steps; says whether there are more. */
  const advance = (): boolean => {
    for (let steps = 0; height > 0 && steps < TICK; steps++, done++) {
      const node = stack[--height]!
      while (opened > 0 && openLevel[opened - 1]! > height) open[openGroup[--opened]!] = 0
      const first = dominated.first[node]!
      const end = dominated.first[node + 1]!
      const index = groupOf[node]!
      if (shallowSize[node] !== 0 && open[index] === 0) {
        retained[index]! += retainedSize[node]!
        if (end > first) {
          open[index] = 1
          openGroup[opened] = index
          openLevel[opened++] = height
        }
      }
      for (let i = first; i < end; i++) stack[height++] = dominated.node[i]!
    }
    return height > 0
  }
  while (advance()) {
    const wait = task.tick(done)
    if (wait) await wait
  }
  return retained
}
