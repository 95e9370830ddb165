import type { Task } from '../base/task.ts'
import { NO_DISTANCE } from '../model/graph.ts'
import { retainedByGroup } from './class-sizes.ts'
import type { CompleteHeap } from './heap.ts'
import type { ListedClasses } from './list-classes.ts'

/**
 * The classes of a set of nodes as lists of classes look at them: counts, sizes and the smallest distance of its nodes
 * only. A class retains what its nodes in the set retain, those left out that another of them dominates. O(nodes).
 */
export async function classesOfSet(
  heap: CompleteHeap,
  nodes: Uint32Array,
  task: Task,
): Promise<ListedClasses> {
  const { table, shallowSize, snapshot } = heap
  const { graph } = heap.ready
  const classes = table.classes.length
  const count = new Uint32Array(classes)
  const sum = new Float64Array(classes)
  const nearest = new Int32Array(classes).fill(NO_DISTANCE)
  // All other nodes are of a class of their own, which nobody asks for.
  const groupOf = new Uint32Array(snapshot.nodeCount).fill(classes)
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]!
    const index = table.classOf[node]!
    groupOf[node] = index
    if (shallowSize[node] === 0) continue
    count[index]!++
    sum[index]! += shallowSize[node]!
    const distance = graph.distance[node]!
    if (distance !== NO_DISTANCE && (nearest[index] === NO_DISTANCE || distance < nearest[index]!)) {
      nearest[index] = distance
    }
  }
  task.begin('answer', snapshot.nodeCount)
  const retained = await retainedByGroup(graph, groupOf, classes + 1, task)
  task.end()
  return {
    table,
    sizes: { count, shallowSize: sum },
    ready: { classRetained: retained, classDistance: nearest },
  }
}
