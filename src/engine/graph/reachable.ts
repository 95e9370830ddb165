import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { untilDone } from './in-slices.ts'

/** Finds what the `starts` keep alive: themselves and all they reach over essential edges. O(nodes + edges). */
export async function findReachable(
  snapshot: Snapshot,
  essential: BitSet,
  starts: Iterable<number>,
  task: Task,
): Promise<BitSet> {
  const reached = new BitSet(snapshot.nodeCount)
  const stack: number[] = []
  for (const node of starts) {
    if (!reached.has(node)) {
      reached.add(node)
      stack.push(node)
    }
  }
  let visited = 0
  const advance = (budget: number): boolean => {
    visited += budget
    return spread(snapshot, essential.bytes, reached.bytes, stack, budget)
  }
  await untilDone(task, advance, () => Math.min(visited, snapshot.nodeCount))
  return reached
}

/** Visits up to `budget` nodes from the stack and returns whether it is empty. */
function spread(
  snapshot: Snapshot,
  essential: Uint8Array,
  reached: Uint8Array,
  stack: number[],
  budget: number,
): boolean {
  const { firstEdge, edgeTarget } = snapshot
  for (let left = budget; left > 0 && stack.length > 0; left--) {
    const node = stack.pop()!
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const target = edgeTarget[edge]!
      const bit = 1 << (target & 7)
      const keeps = ((essential[edge >>> 3]! >>> (edge & 7)) & 1) === 1
      if (keeps && (reached[target >>> 3]! & bit) === 0) {
        reached[target >>> 3]! |= bit
        stack.push(target)
      }
    }
  }
  return stack.length === 0
}
