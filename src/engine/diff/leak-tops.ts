import type { Task } from '../base/task.ts'
import { inSlices } from '../graph/in-slices.ts'
import type { Graph } from '../model/graph.ts'

/** What of the last capture is looked at. */
export interface LeakColumns {
  readonly graph: Pick<Graph, 'dominator' | 'dominated'>
  /** By node: 0, or the capture it came in, see `cameAndStayed`. */
  readonly came: Uint16Array
  /** Whether the engine makes an object for itself: code, hidden classes, contexts, backing stores. */
  readonly isEngines: (node: number) => boolean
}

/**
 * The objects that stand for all that came: those whose immediate dominator did not come itself. In the place of one of
 * the engine's own, such as the table that a Map has grown into, stand the program's objects which came and which it
 * dominates with nothing but its like between; where there are none, it stands for itself.
 * O(nodes). @returns ascending
 */
export async function leakTops({ graph, came, isEngines }: LeakColumns, task: Task): Promise<Uint32Array> {
  const { dominator, dominated } = graph
  const tops: number[] = []
  const below = (top: number): number[] => {
    const found: number[] = []
    const stack = [top]
    while (stack.length > 0) {
      const node = stack.pop()!
      for (let i = dominated.first[node]!; i < dominated.first[node + 1]!; i++) {
        const child = dominated.node[i]!
        if (came[child] === 0) continue
        if (isEngines(child)) stack.push(child)
        else found.push(child)
      }
    }
    return found
  }
  task.begin('answer', came.length)
  await inSlices(task, came.length, (from, to) => {
    for (let node = from; node < to; node++) {
      if (came[node] === 0 || came[dominator[node]!] !== 0) continue
      const inPlace = isEngines(node) ? below(node) : []
      if (inPlace.length === 0) tops.push(node)
      for (const found of inPlace) tops.push(found)
    }
  })
  task.end()
  return Uint32Array.from(tops).sort()
}
