import type { Task } from '../base/task.ts'
import type { Retainers } from '../model/graph.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { DepthFirst } from './depth-first.ts'
import { inSlices } from './in-slices.ts'

export interface Dominators {
  /** Of each node its immediate dominator; the root's is itself. */
  readonly dominator: Uint32Array
  /** All nodes, each after its dominator; the root comes first. */
  readonly order: Uint32Array
  /** How many nodes the root does not lead to over essential edges. */
  readonly unreachable: number
}

/**
 * Finds the immediate dominators over the essential edges, from the root. Nodes without an essential edge in are taken
 * for children of the root; what even then is not reached (cycles and all below them) has the root as dominator and
 * dominates nothing.
 *
 * Semi-NCA: L. Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005. Nodes are renumbered in
 * depth-first preorder; no call recurses. O(edges × log nodes) for the semidominators; the last step is linear in
 * practice. 20 bytes a node, of which 8 remain in the result.
 *
 * @param search what `numberNodes` found; all but `node` is used up
 */
export async function findDominators(
  snapshot: Snapshot,
  search: DepthFirst,
  retainers: Retainers,
  task: Task,
): Promise<Dominators> {
  const { count, parent } = search
  const semi = new Uint32Array(snapshot.nodeCount + 2)
  const findSome = (from: number, to: number): void => {
    findSemidominators(search, retainers, semi, count - from, count - to)
  }
  await inSlices(task, count - 1, findSome)
  const settleSome = (from: number, to: number): void => settleDominators(parent, semi, from + 2, to + 2)
  await inSlices(task, count - 1, settleSome, count)
  return byNode(snapshot, search, semi, task)
}

/**
 * Finds the semidominators of the numbers `from` down to, not including, `to`. All numbers above are linked to a forest:
 * two entries a number, `forest[2 * v]` its ancestor and `forest[2 * v + 1]` its label, which is the least semidominator
 * between v and the top of its tree as far as its path was compressed.
 */
function findSemidominators(
  { count, node, parent, scratch: forest }: DepthFirst,
  { first, source }: Retainers,
  semi: Uint32Array,
  from: number,
  to: number,
): void {
  for (let w = from; w > to; w--) {
    const target = node[w]!
    const up = parent[w]!
    const end = first[target + 1]!
    let least = up
    for (let i = first[target]!; i < end; i++) {
      const entry = source[i]!
      const v = entry >>> 1
      // What comes after the last number was never reached.
      if ((entry & 1) === 0 || v > count) continue
      const found = v < w ? v : forest[2 * v]! <= w ? forest[2 * v + 1]! : compress(forest, v, w)
      if (found < least) {
        least = found
      }
    }
    semi[w] = least
    forest[2 * w] = up
    forest[2 * w + 1] = least
  }
}

/**
 * Makes every number between `from` and the top of its tree point past the top, and its label the least on the way.
 * Only numbers above `linked` are linked. On the way up ancestors are turned round to find the way back without a stack.
 */
function compress(forest: Uint32Array, from: number, linked: number): number {
  let below = 0
  let at = from
  let up = forest[2 * at]!
  while (up > linked) {
    forest[2 * at] = below
    below = at
    at = up
    up = forest[2 * at]!
  }
  let least = forest[2 * at + 1]!
  while (below !== 0) {
    at = below
    below = forest[2 * at]!
    forest[2 * at] = up
    if (forest[2 * at + 1]! < least) {
      least = forest[2 * at + 1]!
    } else {
      forest[2 * at + 1] = least
    }
  }
  return least
}

/** Turns parents into immediate dominators: the nearest dominator of the parent that is not below the semidominator. */
function settleDominators(dominator: Uint32Array, semi: Uint32Array, from: number, to: number): void {
  for (let w = from; w < to; w++) {
    const limit = semi[w]!
    let at = dominator[w]!
    while (at > limit) {
      at = dominator[at]!
    }
    dominator[w] = at
  }
}

/** From numbers back to nodes. */
async function byNode(
  { nodeCount, root }: Snapshot,
  { node, parent, count, fromRoot }: DepthFirst,
  semi: Uint32Array,
  task: Task,
): Promise<Dominators> {
  // What was found is kept by number in `parent`; nobody needs the semidominators any more.
  const dominator = semi.subarray(0, nodeCount).fill(root)
  const some = (from: number, to: number): void => {
    for (let number = from + 2; number < to + 2; number++) dominator[node[number]!] = node[parent[number]!]!
  }
  await inSlices(task, count - 1, some, 2 * count)
  return { dominator, order: node.subarray(1, nodeCount + 1), unreachable: nodeCount - fromRoot }
}
