import { BitSet } from '../base/bit-set.ts'
import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { keepsAlive, specialSources } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'

/**
 * What some nodes lead to over edges that keep their targets alive, without passing through `walls`; the starts themselves
 * are in it, walls or not. O(nodes and edges reached), one bit a node.
 */
export async function reachableFrom(
  snapshot: Snapshot,
  essential: EssentialEdges,
  starts: ArrayLike<number>,
  walls: BitSet,
  task: Task,
): Promise<BitSet> {
  const { nodeCount, firstEdge, edgeLink } = snapshot
  const special = specialSources(snapshot, essential)
  const found = new BitSet(nodeCount)
  let stack = new Uint32Array(1 << 10)
  let height = 0
  let done = 0
  const push = (node: number): void => {
    if (found.has(node)) return
    found.add(node)
    if (height === stack.length) stack = grown(stack, 2 * height)
    stack[height++] = node
  }
  const visit = (node: number): void => {
    const judged = special.has(node)
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (found.has(target) || walls.has(target)) continue
      const type = linkType(edgeLink[edge]!)
      const leads = judged
        ? keepsAlive(snapshot, essential, node, edge)
        : type !== EdgeType.weak && type !== EdgeType.shortcut
      if (leads) push(target)
    }
  }
  for (let i = 0; i < starts.length; i++) push(starts[i]!)
  await untilDone(
    task,
    (budget) => {
      let left = budget
      for (; left > 0 && height > 0; left--) visit(stack[--height]!)
      done += budget - left
      return height === 0
    },
    () => done,
  )
  return found
}
