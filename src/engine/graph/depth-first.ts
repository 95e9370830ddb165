import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { inSlices, untilDone } from './in-slices.ts'

/**
 * Numbers the nodes in depth-first preorder over essential edges: first from the root, which gets 1, then from each
 * node without an essential edge in, as if the root led to it. What is not reached keeps 0.
 */
export async function numberNodes(snapshot: Snapshot, essential: BitSet, task: Task): Promise<DepthFirst> {
  const search = new DepthFirst(snapshot, essential)
  const advance = (budget: number): boolean => search.advance(budget)
  const progress = (): number => search.count
  search.begin([snapshot.root], 0)
  await untilDone(task, advance, progress)
  search.fromRoot = search.count
  if (search.count < snapshot.nodeCount) {
    search.begin(await findOrphans(snapshot, essential, search.number, task), 1)
    await untilDone(task, advance, progress)
  }
  return search
}

/** The nodes without a number that no essential edge leads to, in file order. */
async function findOrphans(
  snapshot: Snapshot,
  essential: BitSet,
  number: Uint32Array,
  task: Task,
): Promise<number[]> {
  const { nodeCount, firstEdge, edgeTarget } = snapshot
  // Only nodes without a number can have edges to one: the search followed all others.
  const entered = new BitSet(nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      if (number[node] === 0) {
        for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
          if (essential.has(edge)) {
            entered.add(edgeTarget[edge]!)
          }
        }
      }
    }
  })
  const orphans: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    if (number[node] === 0 && !entered.has(node)) {
      orphans.push(node)
    }
  }
  return orphans
}

/** A depth-first search. Columns but `number` go by preorder number and have two entries more than there are nodes. */
export class DepthFirst {
  /** How many nodes are numbered. */
  count = 0
  /** How many the root alone leads to. */
  fromRoot = 0
  /** By node: its number, 0 where it has none. */
  readonly number: Uint32Array
  readonly node: Uint32Array
  /** The number it was reached from; 0 for the root, and the root's for other starts. */
  readonly parent: Uint32Array
  /** The least number with an edge that leads forward to this one. */
  readonly semi: Uint32Array
  /** During the search: the next edge of its node to follow. Free afterwards. */
  readonly label: Uint32Array
  /** How many edges lead here from higher numbers. 0 for the root. */
  readonly backward: Uint32Array
  readonly #snapshot: Snapshot
  readonly #essential: Uint8Array
  /** The number whose edges are being followed. */
  #at = 0
  /** Nodes to start at, the next of them, and the number that all of them are reached from. */
  #starts: readonly number[] = []
  #nextStart = 0
  #above = 0

  constructor(snapshot: Snapshot, essential: BitSet) {
    this.#snapshot = snapshot
    this.#essential = essential.bytes
    this.number = new Uint32Array(snapshot.nodeCount)
    this.node = new Uint32Array(snapshot.nodeCount + 2)
    this.parent = new Uint32Array(snapshot.nodeCount + 2)
    this.semi = new Uint32Array(snapshot.nodeCount + 2)
    this.label = new Uint32Array(snapshot.nodeCount + 2)
    this.backward = new Uint32Array(snapshot.nodeCount + 2)
  }

  /** Will search from nodes that have no number and cannot reach each other, as if `above` led to them. */
  begin(starts: readonly number[], above: number): void {
    this.#starts = starts
    this.#nextStart = 0
    this.#above = above
    this.#at = above
  }

  /** Looks at up to `budget` edges. Returns whether all that the starts lead to is numbered. */
  advance(budget: number): boolean {
    const { firstEdge, edgeTarget } = this.#snapshot
    const { number, node, parent, semi, label: next, backward } = this
    const essential = this.#essential
    const above = this.#above
    let count = this.count
    let v = this.#at
    let edge = v === above ? 0 : next[v]!
    let end = v === above ? 0 : firstEdge[node[v]! + 1]!
    for (let left = budget; left > 0; left--) {
      if (v === above) {
        const start = this.#takeStart()
        if (start < 0) {
          this.count = count
          this.#at = above
          return true
        }
        count++
        number[start] = count
        node[count] = start
        parent[count] = above
        semi[count] = above
        v = count
        edge = firstEdge[start]!
        end = firstEdge[start + 1]!
      }
      if (edge === end) {
        v = parent[v]!
        if (v !== above) {
          edge = next[v]!
          end = firstEdge[node[v]! + 1]!
        }
        continue
      }
      const followed = edge++
      if (((essential[followed >>> 3]! >>> (followed & 7)) & 1) === 0) {
        continue
      }
      const target = edgeTarget[followed]!
      const w = number[target]!
      if (w === 0) {
        next[v] = edge
        count++
        number[target] = count
        node[count] = target
        parent[count] = v
        semi[count] = v
        v = count
        edge = firstEdge[target]!
        end = firstEdge[target + 1]!
      } else if (w > v) {
        if (v < semi[w]!) {
          semi[w] = v
        }
      } else if (w !== 1) {
        backward[w]!++
      }
    }
    if (v !== above) {
      next[v] = edge
    }
    this.count = count
    this.#at = v
    return false
  }

  #takeStart(): number {
    return this.#nextStart < this.#starts.length ? this.#starts[this.#nextStart++]! : -1
  }
}
