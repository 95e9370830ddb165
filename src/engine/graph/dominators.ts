import type { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { type DepthFirst, isOther, type Numbering } from './depth-first.ts'
import { keepsAlive } from './essential-edges.ts'
import { inSlices } from './in-slices.ts'

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
 */
export async function findDominators(
  snapshot: Snapshot,
  numbering: Numbering,
  task: Task,
): Promise<Dominators> {
  const { search } = numbering
  const { count, parent } = search
  const source = await collectSources(snapshot, numbering, task)
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

/**
 * Collects where the essential edges start that the search has counted, in stretches by target; of those that lead to
 * greater numbers it knows the least source already. Afterwards
 * `search.entered` holds where each stretch begins; it ends where the next one begins.
 */
async function collectSources(
  snapshot: Snapshot,
  { search, essential, special }: Numbering,
  task: Task,
): Promise<Uint32Array> {
  const { count, entered } = search
  let total = 0
  for (let number = 1; number <= count; number++) {
    total += entered[number]!
    entered[number] = total
  }
  const source = new Uint32Array(total)
  const fill = (from: number, to: number): void => {
    fillSources(snapshot, essential, special, search, source, from + 1, to + 1)
  }
  await inSlices(task, count, fill)
  return source
}

/** Fills each stretch from its end with the sources among the numbers `from` to `to`. */
function fillSources(
  snapshot: Snapshot,
  essential: EssentialEdges,
  special: BitSet,
  { number, node, entered }: DepthFirst,
  source: Uint32Array,
  from: number,
  to: number,
): void {
  const { firstEdge, edgeLink } = snapshot
  for (let v = from; v < to; v++) {
    const at = node[v]!
    const judged = special.has(at)
    const end = firstEdge[at + 1]!
    let last = -1
    let second = -1
    for (let edge = firstEdge[at]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      const type = linkType(link)
      const target = linkTarget(link)
      const counts = judged
        ? keepsAlive(snapshot, essential, at, edge)
        : type !== EdgeType.weak && type !== EdgeType.shortcut
      if (!counts) {
        second = last
        last = -1
        continue
      }
      const w = number[target]!
      if (w > 1 && w < v) {
        // A repetition writes once more what one of the two edges before it has written.
        const place = entered[w]! - (isOther(target, last) & isOther(target, second))
        entered[w] = place
        source[place] = v
      }
      second = last
      last = judged ? -1 : target
    }
  }
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
  let i = end
  for (let w = from; w > to; w--) {
    let least = label[w]!
    for (const begin = semi[w]!; i > begin;) {
      const v = source[--i]!
      const found = ancestor[v]! <= w ? label[v]! : compress(ancestor, label, v, w)
      if (found < least) {
        least = found
      }
    }
    semi[w] = least
    label[w] = least
  }
  return i
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
