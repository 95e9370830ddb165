import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { DepthFirst, Numbering } from './depth-first.ts'
import { inSlices } from './in-slices.ts'
import { type AskForHelp, collectSources } from './sources.ts'

export interface Dominators {
  /** Of each node its immediate dominator; the root's is itself. */
  readonly dominator: Uint32Array
  /** All nodes, each after its dominator; the root comes first. */
  readonly order: Uint32Array
  /** How many nodes the root does not lead to over essential edges. */
  readonly unreachable: number
  /** Three columns with room for more than all nodes that nobody needs any more: who wants some has to make none. */
  readonly spare: readonly Uint32Array[]
}

/**
 * Finds the immediate dominators over the essential edges, from the root. Nodes without an essential edge in are taken
 * for children of the root; what even then is not reached (cycles and all below them) has the root as dominator and
 * dominates nothing.
 *
 * Semi-NCA: L. Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005. Nodes are renumbered in
 * depth-first preorder; no call recurses. O(edges × log nodes) for the semidominators; the last step is linear in
 * practice. 20 bytes a node, of which 8 remain in the result, and 4 an edge that leads to a smaller number, repetitions
 * aside.
 *
 * @param numbering what `numberNodes` found; its columns are used up
 * @param askForHelp where another thread may help to collect sources
 */
export async function findDominators(
  snapshot: Snapshot,
  numbering: Numbering,
  task: Task,
  askForHelp: AskForHelp | null = null,
): Promise<Dominators> {
  const { search } = numbering
  const { count, parent } = search
  const source = await collectSources(snapshot, numbering, task, askForHelp)
  // What was never reached comes last in the order.
  search.node.set(search.nodesWithoutNumber(), count + 1)
  // Nobody needs the numbers of nodes any more.
  const forest = { ancestor: search.number, label: search.next, semi: search.entered }
  forest.ancestor.set(parent)
  let end = source.length
  const findSome = (from: number, to: number): void => {
    end = findSemidominators(forest, source, end, count - from, count - to)
  }
  await inSlices(task, count - 1, findSome, count)
  const settleSome = (from: number, to: number): void => {
    settleDominators(parent, forest.semi, from + 2, to + 2)
  }
  await inSlices(task, count - 1, settleSome, 2 * count)
  return byNode(snapshot, search, forest.semi, task)
}

/** All columns go by preorder number. */
interface Forest {
  /** Its parent, or a number above that on a path that was compressed. */
  readonly ancestor: Uint32Array
  /**
   * The least semidominator between a number and the top of its tree as far as its path was compressed; of a number that
   * is not linked yet, the least that an edge leads there from.
   */
  readonly label: Uint32Array
  readonly semi: Uint32Array
}

/**
 * Finds the semidominators of the numbers `from` down to, not including, `to`. All numbers above are linked to a forest.
 * `semi` still holds where the stretches of `source` begin, and takes each semidominator once its stretch is done.
 * @param end where the stretch of `from` ends; returns where that of `to` does
 */
function findSemidominators(
  { ancestor, label, semi }: Forest,
  source: Uint32Array,
  end: number,
  from: number,
  to: number,
): number {
  let stop = end
  for (let w = from; w > to; w--) {
    let least = label[w]!
    const begin = semi[w]!
    for (let i = begin; i < stop; i++) {
      const v = source[i]!
      const found = ancestor[v]! <= w ? label[v]! : compress(ancestor, label, v, w)
      if (found < least) {
        least = found
      }
    }
    stop = begin
    semi[w] = least
    label[w] = least
  }
  return stop
}

/**
 * Makes every number between `from` and the top of its tree point past the top, and its label the least on the way.
 * Only numbers above `linked` are linked. On the way up `ancestor` is turned round to find the way back without a stack.
 */
function compress(ancestor: Uint32Array, label: Uint32Array, from: number, linked: number): number {
  let below = 0
  let at = from
  let up = ancestor[at]!
  while (up > linked) {
    ancestor[at] = below
    below = at
    at = up
    up = ancestor[at]!
  }
  let least = label[at]!
  while (below !== 0) {
    at = below
    below = ancestor[at]!
    ancestor[at] = up
    if (label[at]! < least) {
      least = label[at]!
    } else {
      label[at] = least
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
  search: DepthFirst,
  semi: Uint32Array,
  task: Task,
): Promise<Dominators> {
  const { node, parent, count } = search
  // What was found is kept by number in `parent`; nobody needs the semidominators any more.
  const dominator = semi.subarray(0, nodeCount).fill(root)
  const some = (from: number, to: number): void => {
    for (let number = from + 2; number < to + 2; number++) dominator[node[number]!] = node[parent[number]!]!
  }
  await inSlices(task, count - 1, some, 3 * count)
  const order = node.subarray(1, nodeCount + 1)
  const spare = [search.number, search.next, parent]
  return { dominator, order, unreachable: nodeCount - search.fromRoot, spare }
}
