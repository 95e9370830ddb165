import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { commonDominator, dominatedBy } from './common-dominator.ts'
import { untilDone } from './in-slices.ts'
import { type Removal, Remaining } from './remaining.ts'

/** What is lost when something is taken out of a graph. */
export interface Lost {
  readonly nodes: BitSet
  /** How many nodes that are. */
  readonly nodeCount: number
  /** How many of them have an adjusted shallow size above 0: those that lists count as objects. */
  readonly count: number
  /** Sum of their adjusted shallow sizes. */
  readonly bytes: number
}

const FIRST_ROOM = 1 << 12
const TICK = 1 << 14
/** Collecting more than a quarter of the nodes takes longer than it saves. */
const WORTH = 2

/**
 * Finds exactly what is no longer kept alive when nodes and edges are taken out: what the root, and the nodes without an
 * essential edge in, lead to now, and do not without them. What never was reached (cycles and all below them) goes only
 * when it is taken out itself, or the root is.
 *
 * All that is lost lies below the nearest common dominator of the nodes taken out and the dominators of the targets of the
 * edges, since every way to it comes through one of these. That one stays, unless it is taken out itself, so it is enough
 * to mark from there. Where it is the root, or dominates much, all is marked. O(nodes + edges) below it.
 */
export async function markLost(
  graph: Graph,
  retainers: Retainers,
  removal: Removal,
  task: Task,
): Promise<Lost> {
  const { root } = graph.snapshot
  const top = commonDominator(graph, affected(graph, removal))
  const remaining = new Remaining(graph, removal)
  if (top === -1) return sumOf(graph, new BitSet(graph.snapshot.nodeCount))
  if (remaining.gone.has(top)) return sumOf(graph, membersOf(graph, dominatedBy(graph, [top])!))
  const members = top === root ? null : dominatedBy(graph, [top], graph.snapshot.nodeCount >>> WORTH)
  return members ? markBelow(remaining, members, task) : markAll(remaining, retainers, task)
}

/** The nodes taken out, and the dominators of the targets of the edges. */
function* affected({ snapshot, dominator }: Graph, { nodes, edges }: Removal): Iterable<number> {
  yield* nodes
  for (const edge of edges) yield dominator[linkTarget(snapshot.edgeLink[edge]!)]!
}

/** Marks from the root on. Any removal may be found out this way. O(nodes + edges). */
export async function markAll(remaining: Remaining, retainers: Retainers, task: Task): Promise<Lost> {
  const { graph, gone } = remaining
  const { nodeCount, root } = graph.snapshot
  const marker = new Marker(remaining, new BitSet(nodeCount, gone.bytes.slice()))
  if (!gone.has(root)) {
    await marker.markFrom(root, task)
    await markOrphans(marker, retainers, task)
  }
  const lost = marker.unmarked()
  addAll(lost, remaining.removal.nodes)
  if (!gone.has(root)) {
    dropNeverReached(graph, retainers, lost)
    addAll(lost, remaining.removal.nodes)
  }
  return sumOf(graph, lost)
}

/** Marks among all that the first of `members`, which stays, dominates. */
export async function markBelow(remaining: Remaining, members: Uint32Array, task: Task): Promise<Lost> {
  const { graph, gone } = remaining
  // All else counts as marked: edges lead out of what a node dominates, but none leads in past it.
  const marked = new BitSet(graph.snapshot.nodeCount)
  marked.bytes.fill(0xff)
  for (let i = 0; i < members.length; i++) if (!gone.has(members[i]!)) marked.delete(members[i]!)
  const marker = new Marker(remaining, marked)
  await marker.markFrom(members[0]!, task)
  const lost = marker.unmarked()
  addAll(lost, remaining.removal.nodes)
  return sumOf(graph, lost)
}

/** Nodes without an essential edge in hang on the root. */
async function markOrphans(marker: Marker, retainers: Retainers, task: Task): Promise<void> {
  const { snapshot, dominated } = marker.remaining.graph
  const { root } = snapshot
  for (let i = dominated.first[root]!; i < dominated.first[root + 1]!; i++) {
    const node = dominated.node[i]!
    if (i % TICK === 0) {
      const wait = task.tick(marker.done)
      if (wait) await wait
    }
    if (!marker.marked.has(node) && !hasEssentialEdgeIn(retainers, node)) await marker.markFrom(node, task)
  }
}

function hasEssentialEdgeIn({ first, source }: Retainers, node: number): boolean {
  for (let i = first[node]!; i < first[node + 1]!; i++) {
    if ((source[i]! & 1) === 1) return true
  }
  return false
}

/**
 * Takes out of `lost` what was never reached: its dominator is the root, it dominates nothing, and all essential edges
 * into it, of which there is one, come from its like. So what a reached node leads to was reached. O(edges in and out of
 * the nodes that may be such).
 */
function dropNeverReached(graph: Graph, retainers: Retainers, lost: BitSet): void {
  const { snapshot, dominator, dominated } = graph
  const { root, firstEdge, edgeLink } = snapshot
  const maybe: number[] = []
  for (let i = dominated.first[root]!; i < dominated.first[root + 1]!; i++) {
    const node = dominated.node[i]!
    const isLeaf = dominated.first[node] === dominated.first[node + 1]
    if (lost.has(node) && isLeaf && dominator[node] === root && hasEssentialEdgeIn(retainers, node)) {
      maybe.push(node)
      lost.delete(node)
    }
  }
  if (maybe.length === 0) return
  const doubtful = membersOf(graph, maybe)
  const whole = new Remaining(graph)
  const { first, source } = retainers
  const reached: number[] = []
  for (const node of maybe) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      if ((source[i]! & 1) === 0 || doubtful.has(source[i]! >>> 1)) continue
      reached.push(node)
      break
    }
  }
  for (const node of reached) doubtful.delete(node)
  for (let node = reached.pop(); node !== undefined; node = reached.pop()) {
    lost.add(node)
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (!doubtful.has(target) || !whole.leads(node, edge)) continue
      doubtful.delete(target)
      reached.push(target)
    }
  }
}

function membersOf({ snapshot }: Graph, nodes: ArrayLike<number>): BitSet {
  const members = new BitSet(snapshot.nodeCount)
  addAll(members, nodes)
  return members
}

function addAll(set: BitSet, nodes: ArrayLike<number>): void {
  for (let i = 0; i < nodes.length; i++) set.add(nodes[i]!)
}

/** Counts the nodes of a set and their bytes. O(nodes / 8 + those of the set). */
export function sumOf({ shallowSize }: Pick<Graph, 'shallowSize'>, nodes: BitSet): Lost {
  let nodeCount = 0
  let count = 0
  let bytes = 0
  nodes.forEach((node) => {
    const size = shallowSize[node]!
    nodeCount++
    if (size > 0) count++
    bytes += size
  })
  return { nodes, nodeCount, count, bytes }
}

/** Marks what nodes lead to over the edges that are left. */
class Marker {
  readonly remaining: Remaining
  /** What is not to be visited (any more). */
  readonly marked: BitSet
  #stack: Uint32Array = new Uint32Array(FIRST_ROOM)
  #height = 0
  /** How many nodes were visited. */
  done = 0

  constructor(remaining: Remaining, marked: BitSet) {
    this.remaining = remaining
    this.marked = marked
  }

  async markFrom(start: number, task: Task): Promise<void> {
    if (this.marked.has(start)) return
    this.marked.add(start)
    this.#stack[this.#height++] = start
    const advance = (budget: number): boolean => this.#advance(budget)
    await untilDone(task, advance, () => this.done)
  }

  unmarked(): BitSet {
    const { nodeCount } = this.remaining.graph.snapshot
    const bytes = this.marked.bytes.map((byte) => ~byte)
    // The last byte has bits that stand for no node.
    if ((nodeCount & 7) !== 0) bytes[bytes.length - 1]! &= (1 << (nodeCount & 7)) - 1
    return new BitSet(nodeCount, bytes)
  }

  /** Visits up to `budget` nodes from the stack and says whether it is empty. */
  #advance(budget: number): boolean {
    const { remaining } = this
    const { firstEdge, edgeLink } = remaining.graph.snapshot
    const special = remaining.judged.bytes
    const marked = this.marked.bytes
    let stack: Uint32Array = this.#stack
    let height = this.#height
    let left = budget
    for (; left > 0 && height > 0; left--) {
      const node = stack[--height]!
      const judged = (special[node >>> 3]! >>> (node & 7)) & 1
      const end = firstEdge[node + 1]!
      let edge = firstEdge[node]!
      if (height + end - edge > stack.length) stack = this.#grow(height + end - edge)
      for (; edge < end; edge++) {
        const link = edgeLink[edge]!
        const target = linkTarget(link)
        const bit = 1 << (target & 7)
        // The bits stay in the caches, and most edges lead to what is marked.
        if ((marked[target >>> 3]! & bit) !== 0) continue
        const type = linkType(link)
        if (judged !== 0) {
          if (!remaining.keeps(node, edge)) continue
        } else if (type === EdgeType.weak || type === EdgeType.shortcut) {
          continue
        }
        marked[target >>> 3]! |= bit
        stack[height++] = target
      }
    }
    this.#height = height
    this.done += budget - left
    return height === 0
  }

  /** Each node comes onto the stack once at most. */
  #grow(needed: number): Uint32Array {
    const wider = new Uint32Array(Math.max(needed, 2 * this.#stack.length))
    wider.set(this.#stack)
    this.#stack = wider
    return wider
  }
}
