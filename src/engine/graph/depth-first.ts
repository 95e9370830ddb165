import { BitSet } from '../base/bit-set.ts'
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

/**
 * Numbers the nodes in depth-first preorder over essential edges, from 1 for the root, and finds on the way which nodes
 * belong to the page: first come those that the page's own roots lead to, then what else the root leads to, then what
 * nodes without an essential edge in lead to, as if the root led to them. The numbers from `count` + 1 on go to what is
 * not reached even then. O(nodes + edges).
 */
export async function numberNodes(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  task: Task,
): Promise<{ search: DepthFirst; essential: EssentialEdges }> {
  const page = new BitSet(snapshot.nodeCount)
  const essential = { page, pairs }
  const search = new DepthFirst(snapshot, essential)
  const advance = (budget: number): boolean => search.advance(budget)
  const progress = (): number => search.count

  // In the page only WeakMaps have edges that must be judged: none can enter it from outside.
  const starts = pageStarts(snapshot)
  search.begin(starts, nodesOfPairs(snapshot, pairs, 'tables'))
  await untilDone(task, advance, progress)
  if (starts.length > 0) await extendPage(snapshot, page, search, task)

  const special = specialSources(snapshot, essential)
  search.begin(childrenOfRoot(snapshot, essential), special)
  await untilDone(task, advance, progress)
  search.fromRoot = search.count
  if (search.count < snapshot.nodeCount) {
    search.begin(await findOrphans(snapshot, essential, search, task), special)
    await untilDone(task, advance, progress)
    numberUnreached(snapshot, search)
  }
  return { search, essential }
}

function numberUnreached({ nodeCount }: Snapshot, { number, node, count }: DepthFirst): void {
  let last = count
  for (let at = 0; at < nodeCount; at++) {
    if (number[at] === 0) {
      node[++last] = at
      number[at] = last
    }
  }
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
  // Only nodes without a number can have edges to one: the search followed all others.
  const entered = new BitSet(nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (!search.hasNumber(node)) {
        for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
          if (keepsAlive(snapshot, essential, node, edge)) {
            entered.add(linkTarget(edgeLink[edge]!))
          }
        }
      }
    }
  })
  const orphans: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    if (!search.hasNumber(node) && !entered.has(node)) {
      orphans.push(node)
    }
  }
  return orphans
}

/** A depth-first search. Columns by preorder number have two entries more than there are nodes. */
export class DepthFirst {
  /** How many nodes are numbered. */
  count = ROOT
  /** How many the root alone leads to. */
  fromRoot = 0
  /** What `number` and `next` lie in, for those who need neither any more. */
  readonly scratch: Uint32Array
  /** By node: its number, 0 where it has none. */
  readonly number: Uint32Array
  /** By number. */
  readonly node: Uint32Array
  /** By number: the number it was reached from; 0 for the root, the root's for all starts. */
  readonly parent: Uint32Array
  /** Targets of edges that were passed over, weak ones aside, while they had no number. */
  readonly passedOver: number[] = []
  /** Whether an edge that is not weak led to the root. */
  metRoot = false
  readonly #snapshot: Snapshot
  readonly #essential: EssentialEdges
  /** Nodes with a number: as bits they stay in the caches. */
  readonly #seen: BitSet
  /** By number: the next edge of its node to follow. */
  readonly #next: Uint32Array
  #special: Uint8Array = new Uint8Array(0)
  /** The number whose edges are being followed. */
  #at = ROOT
  #starts: readonly number[] = []
  #nextStart = 0

  constructor(snapshot: Snapshot, essential: EssentialEdges) {
    const length = snapshot.nodeCount + 2
    this.#snapshot = snapshot
    this.#essential = essential
    this.#seen = new BitSet(snapshot.nodeCount)
    this.scratch = new Uint32Array(2 * length)
    this.number = this.scratch.subarray(0, length)
    this.#next = this.scratch.subarray(length)
    this.node = new Uint32Array(length)
    this.parent = new Uint32Array(length)
    this.#seen.add(snapshot.root)
    this.number[snapshot.root] = ROOT
    this.node[ROOT] = snapshot.root
  }

  /**
   * Will search on from those of the nodes `starts` that have no number when their turn comes, as children of the root.
   * @param special the nodes whose edges `keepsAlive` has to judge
   */
  begin(starts: readonly number[], special: BitSet): void {
    this.#starts = starts
    this.#nextStart = 0
    this.#special = special.bytes
  }

  hasNumber(node: number): boolean {
    return this.#seen.has(node)
  }

  /** Looks at up to `budget` edges. Returns whether all that the starts lead to is numbered. */
  advance(budget: number): boolean {
    const { firstEdge, edgeLink, root } = this.#snapshot
    const { number, node, parent } = this
    const next = this.#next
    const seen = this.#seen.bytes
    const special = this.#special
    let count = this.count
    let v = this.#at
    let at = node[v]!
    let edge = v === ROOT ? 0 : next[v]!
    let end = v === ROOT ? 0 : firstEdge[at + 1]!
    let judged = (special[at >>> 3]! >>> (at & 7)) & 1
    for (let left = budget; left > 0; left--) {
      let target: number
      if (edge !== end) {
        const link = edgeLink[edge++]!
        const type = linkType(link)
        target = linkTarget(link)
        if (((seen[target >>> 3]! >>> (target & 7)) & 1) === 1 || type === EdgeType.weak) {
          if (target === root && type !== EdgeType.weak) this.metRoot = true
          continue
        }
        const follow =
          judged === 0
            ? type !== EdgeType.shortcut
            : keepsAlive(this.#snapshot, this.#essential, at, edge - 1)
        if (!follow) {
          this.passedOver.push(target)
          continue
        }
        next[v] = edge
      } else if (v !== ROOT) {
        v = parent[v]!
        if (v !== ROOT) {
          at = node[v]!
          edge = next[v]!
          end = firstEdge[at + 1]!
          judged = (special[at >>> 3]! >>> (at & 7)) & 1
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
      seen[target >>> 3]! |= 1 << (target & 7)
      number[target] = count
      node[count] = target
      parent[count] = v
      v = count
      at = target
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
      if (!this.hasNumber(start)) return start
    }
    return -1
  }
}
