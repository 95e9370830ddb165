import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { untilDone } from './in-slices.ts'
import { isDocumentTrees } from './user-roots.ts'

/**
 * Finds the nodes that belong to the page, not to a debugger: what the targets of the root's shortcut edges and the
 * root's element "(Document DOM trees)" reach over edges that are not weak. O(nodes + edges).
 * @param done how much of the task's phase is done before
 */
export async function findPageNodes(snapshot: Snapshot, task: Task, done = 0): Promise<BitSet> {
  const page = new BitSet(snapshot.nodeCount)
  const stack = new Uint32Array(snapshot.nodeCount)
  let height = 0
  const { root, firstEdge, edgeType, edgeTarget } = snapshot
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    const target = edgeTarget[edge]!
    const starts =
      edgeType[edge] === EdgeType.shortcut ||
      (edgeType[edge] === EdgeType.element && isDocumentTrees(snapshot, target))
    if (starts && !page.has(target)) {
      page.add(target)
      stack[height++] = target
    }
  }
  let visited = 0
  const advance = (budget: number): boolean => {
    height = spread(snapshot, page.bytes, stack, height, budget)
    visited += budget
    return height === 0
  }
  await untilDone(task, advance, () => done + Math.min(visited, snapshot.nodeCount))
  return page
}

/** Visits up to `budget` nodes from the stack and returns its new height. */
function spread(
  snapshot: Snapshot,
  page: Uint8Array,
  stack: Uint32Array,
  height: number,
  budget: number,
): number {
  const { firstEdge, edgeType, edgeTarget } = snapshot
  let top = height
  for (let left = budget; left > 0 && top > 0; left--) {
    const node = stack[--top]!
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const target = edgeTarget[edge]!
      const bit = 1 << (target & 7)
      if ((page[target >>> 3]! & bit) === 0 && edgeType[edge] !== EdgeType.weak) {
        page[target >>> 3]! |= bit
        stack[top++] = target
      }
    }
  }
  return top
}
