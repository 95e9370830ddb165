import type { Task } from '../base/task.ts'
import type { Retainers } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { inSlices } from './in-slices.ts'

/** Sorts all edges by target, essential or not. O(nodes + edges). */
export async function collectRetainers(snapshot: Snapshot, task: Task, done = 0): Promise<Retainers> {
  const { nodeCount, edgeTarget } = snapshot
  const edges = snapshot.firstEdge[nodeCount]!
  const first = new Uint32Array(nodeCount + 1)
  await inSlices(task, edges, (from, to) => countTargets(first, edgeTarget, from, to), done)
  accumulate(first)
  const edge = new Uint32Array(edges)
  const fill = (from: number, to: number): void => {
    place(first, edge, edgeTarget, edges - 1 - from, edges - 1 - to)
  }
  await inSlices(task, edges, fill, done + edges)
  return { first, edge }
}

/** Counts how often each node occurs in `target[from]` to `target[to - 1]`. */
export function countTargets(counts: Uint32Array, target: Uint32Array, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    counts[target[i]!]!++
  }
}

/** Turns counts into the end of each stretch. */
export function accumulate(counts: Uint32Array): void {
  let total = 0
  for (let i = 0; i < counts.length; i++) {
    total += counts[i]!
    counts[i] = total
  }
}

/** Fills each stretch from its end with the edges `from` down to `to`, so that `first` holds the beginnings afterwards. */
function place(
  first: Uint32Array,
  sorted: Uint32Array,
  edgeTarget: Uint32Array,
  from: number,
  to: number,
): void {
  for (let edge = from; edge > to; edge--) {
    const target = edgeTarget[edge]!
    const at = first[target]! - 1
    first[target] = at
    sorted[at] = edge
  }
}
