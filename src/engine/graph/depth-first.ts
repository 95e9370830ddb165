import { BitSet } from '../base/bit-set.ts'
import { column, isShared, touched } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { EssentialEdges, WeakMapPairs } from '../model/graph.ts'
import { keepsAlive, nodesOfPairs, specialSources } from './essential-edges.ts'
import { inSlices, untilDone } from './in-slices.ts'
import { extendPage, pageStarts } from './page-nodes.ts'

/** The root's number. */
const ROOT = 1

/** What was numbered, and what decided over it. */
export interface Numbering {
  readonly search: DepthFirst
  readonly essential: EssentialEdges
  /** The nodes whose edges `keepsAlive` has to judge. */
  readonly special: BitSet
}

/**
 * Numbers the nodes in depth-first preorder over essential edges, from 1 for the root, and finds on the way which nodes
 * belong to the page: first come those that the page's own roots lead to, then what else the root leads to, then what
 * nodes without an essential edge in lead to, as if the root led to them. What is not reached keeps 0. O(nodes + edges).
 */
export async function numberNodes(snapshot: Snapshot, pairs: WeakMapPairs, task: Task): Promise<Numbering> {
  const page = new BitSet(snapshot.nodeCount)
  const essential = { page, pairs }
  const search = new DepthFirst(snapshot, essential)
  const advance = (budget: number): boolean => search.advance(budget)
  const progress = (): number => search.count

  // In the page only WeakMaps have edges that must be judged: none can enter it from outside.
  const starts = pageStarts(snapshot)
  const tables = nodesOfPairs(snapshot, pairs, 'tables')
  search.begin(starts, tables, false)
  await untilDone(task, advance, progress)
  if (starts.length > 0) await extendPage(snapshot, page, search, task)

  const special = specialSources(snapshot, essential, tables)
  search.begin(childrenOfRoot(snapshot, essential), special, true)
  await untilDone(task, advance, progress)
  search.fromRoot = search.count
  if (search.count < snapshot.nodeCount) {
    search.begin(await findOrphans(snapshot, essential, search, task), special, false)
    await untilDone(task, advance, progress)
  }
  return { search, essential, special }
}

function childrenOfRoot(snapshot: Snapshot, essential: EssentialEdges): number[] {
  const { root, firstEdge, edgeLink } = snapshot
  const children: number[] = []
  for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
    if (keepsAlive(snapshot, essential, root, edge)) children.push(linkTarget(edgeLink[edge]!))
  }
  return children
}

/** The nodes without a number that no essential edge leads to, in file order. */
async function findOrphans(
  snapshot: Snapshot,
  essential: EssentialEdges,
  search: DepthFirst,
  task: Task,
): Promise<number[]> {
  const { nodeCount, firstEdge, edgeLink } = snapshot
  const missing = search.nodesWithoutNumber()
  // Only nodes without a number can have edges to one: the search followed all others.
  const entered = new BitSet(nodeCount)
  await inSlices(task, missing.length, (from, to) => {
    for (const node of missing.subarray(from, to)) {
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        if (keepsAlive(snapshot, essential, node, edge)) {
          entered.add(linkTarget(edgeLink[edge]!))
        }
      }
    }
  })
  return Array.from(missing.filter((node) => !entered.has(node)))
}

/** 0 where two nodes are the same, else 1: without a branch that nobody could predict. */
export function isOther(a: number, b: number): number {
  const difference = a ^ b
  return (difference | -difference) >>> 31
}

/**
 * The target of the edge before `edge`; -1 where that is not of the same node, or does not keep it alive, or is judged.
 */
function targetBefore(edgeLink: Uint32Array, begin: number, edge: number, judged: number): number {
  if (edge <= begin || judged !== 0) return -1
  const link = edgeLink[edge - 1]!
  const type = linkType(link)
  return type === EdgeType.weak || type === EdgeType.shortcut ? -1 : linkTarget(link)
}

/**
 * A depth-first search. All columns have two entries more than there are nodes; all but `number` go by number. They lie in
 * the same kind of memory as the edges.
 */
export class DepthFirst {
  /** How many nodes are numbered. */
  count = ROOT
  /** How many the root alone leads to. */
  fromRoot = 0
  /** By node: its number, 0 where it has none. */
  readonly number: Uint32Array
  readonly node: Uint32Array
  /** The number it was reached from; 0 for the root, the root's for all starts. */
  readonly parent: Uint32Array
  /**
   * How many edges lead here from greater numbers. An edge that leads to the same node as one of the two before it does
   * not count: many objects hold the same thing, `undefined` say, in several fields in a row. 0 for the root.
   */
  readonly entered: Uint32Array
  /**
   * Until its edges are followed, the next of them; then the least number that an edge leads here from, the parent's
   * included. The starts' and the root's is the root's.
   */
  readonly next: Uint32Array
  /** Targets of edges that were passed over, weak ones aside, while they had no number. */
  readonly passedOver: number[] = []
  /** Whether an edge that is not weak led to the root. */
  metRoot = false
  readonly #snapshot: Snapshot
  readonly #essential: EssentialEdges
  #special: Uint8Array = new Uint8Array(0)
  /** The number whose edges are being followed. */
  #at = ROOT
  #starts: readonly number[] = []
  #areEdges = false
  #nextStart = 0

  constructor(snapshot: Snapshot, essential: EssentialEdges) {
    this.#snapshot = snapshot
    this.#essential = essential
    const shared = isShared(snapshot.edgeLink)
    const byNumber = (): Uint32Array => column(Uint32Array, snapshot.nodeCount + 2, shared)
    this.number = touched(byNumber())
    this.entered = touched(byNumber())
    this.node = byNumber()
    this.parent = byNumber()
    this.next = byNumber()
    this.number[snapshot.root] = ROOT
    this.node[ROOT] = snapshot.root
  }

  /**
   * Will search on from those of the nodes `starts` that have no number when their turn comes, as children of the root.
   * @param special the nodes whose edges `keepsAlive` has to judge
   * @param areEdges whether each start stands for an edge from the root
   */
  begin(starts: readonly number[], special: BitSet, areEdges: boolean): void {
    this.#areEdges = areEdges
    this.#starts = starts
    this.#nextStart = 0
    this.#special = special.bytes
  }

  /** In file order. O(nodes). */
  nodesWithoutNumber(): Uint32Array {
    const { number } = this
    const missing = new Uint32Array(this.#snapshot.nodeCount - this.count)
    for (let node = 0, found = 0; found < missing.length; node++) {
      if (number[node] === 0) missing[found++] = node
    }
    return missing
  }

  /** Adds all nodes with a number but the root. O(nodes). */
  addNumbered(to: BitSet): void {
    const { number } = this
    for (let node = 0, at = 0; node < to.length; node += 8, at++) {
      let bits = 0
      for (let bit = 0; bit < 8 && node + bit < to.length; bit++)
        bits |= (number[node + bit]! > ROOT ? 1 : 0) << bit
      to.bytes[at]! |= bits
    }
  }

  /** Looks at up to `budget` edges. Returns whether all that the starts lead to is numbered. */
  advance(budget: number): boolean {
    const { firstEdge, edgeLink } = this.#snapshot
    const { number, node, parent, entered, next } = this
    const special = this.#special
    let count = this.count
    let v = this.#at
    let at = node[v]!
    let edge = v === ROOT ? 0 : next[v]!
    let end = v === ROOT ? 0 : firstEdge[at + 1]!
    let judged = (special[at >>> 3]! >>> (at & 7)) & 1
    // The targets of the edge before and the one before that, where they keep them alive and needed no judging; else -1.
    let last = v === ROOT ? -1 : targetBefore(edgeLink, firstEdge[at]!, edge, judged)
    let second = v === ROOT ? -1 : targetBefore(edgeLink, firstEdge[at]!, edge - 1, judged)
    for (let left = budget; left > 0; left--) {
      let target: number
      if (edge !== end) {
        const link = edgeLink[edge++]!
        const type = linkType(link)
        target = linkTarget(link)
        if (type === EdgeType.weak) {
          second = last
          last = -1
          continue
        }
        const w = number[target]!
        const follow =
          judged === 0
            ? type !== EdgeType.shortcut
            : keepsAlive(this.#snapshot, this.#essential, at, edge - 1)
        if (!follow) {
          if (w === 0) this.passedOver.push(target)
          if (w === ROOT) this.metRoot = true
          second = last
          last = -1
          continue
        }
        if (w !== 0) {
          if (w === ROOT) this.metRoot = true
          else if (w < v) entered[w]! += isOther(target, last) & isOther(target, second)
          // What has a greater number lies below and is done; edges from higher up come later.
          else if (w > v) next[w] = v
          second = last
          last = target | -judged
          continue
        }
        next[v] = edge
      } else if (v !== ROOT) {
        const above = parent[v]!
        next[v] = above
        v = above
        if (v !== ROOT) {
          const below = at
          at = node[v]!
          edge = next[v]!
          end = firstEdge[at + 1]!
          judged = (special[at >>> 3]! >>> (at & 7)) & 1
          last = below | -judged
          second = targetBefore(edgeLink, firstEdge[at]!, edge - 1, judged)
        }
        continue
      } else {
        target = this.#takeStart()
        if (target < 0) {
          this.count = count
          this.#at = ROOT
          return true
        }
      }
      count++
      number[target] = count
      node[count] = target
      parent[count] = v
      v = count
      at = target
      last = -1
      second = -1
      edge = firstEdge[at]!
      end = firstEdge[at + 1]!
      judged = (special[at >>> 3]! >>> (at & 7)) & 1
    }
    if (v !== ROOT) {
      next[v] = edge
    }
    this.count = count
    this.#at = v
    return false
  }

  /** The next start without a number, or -1. */
  #takeStart(): number {
    while (this.#nextStart < this.#starts.length) {
      const start = this.#starts[this.#nextStart++]!
      const w = this.number[start]!
      if (w === 0) return start
      if (this.#areEdges) this.next[w] = ROOT
    }
    return -1
  }
}
