import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { NO_DISTANCE, SYSTEM_DISTANCE, type WeakMapPairs } from '../model/graph.ts'
import { EdgeType, NodeType, edgeHasIndex } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { nodesOfPairs } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'
import { stringsWithText } from './same-text.ts'
import { isUserRoot } from './user-roots.ts'

/** Levels with at least one node in so many are visited in the order of the file. */
const LARGE_LEVEL = 64
/** Room in the queue at first; a power of two. */
const FIRST_QUEUE = 1 << 10

/**
 * Counts the steps from the program's globals to each node.
 *
 * Breadth first over edges that are not weak: from the root's user roots, which have 1, and then, for what they do not
 * reach, from the root, which has 100,000,000 (0 where there is no user root). An edge to a node without a distance is
 * passed over when it is
 * - `sloppy_function_map` of a native context;
 * - a descriptor link of "(map descriptors)", which maps share: index at least 2 and 1 modulo 3;
 * - the edge of a WeakMap entry that is met first: a value is as far as the farther of table and key.
 *
 * The last rule makes the order of visits part of the result, and nodes that the root has several edges to are visited
 * as often; both are kept as Chrome DevTools has them, so that distances are the same. O(nodes + edges).
 */
export async function computeDistances(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  task: Task,
): Promise<Int32Array> {
  const names = ['system / NativeContext', '(map descriptors)']
  const [nativeContext, mapDescriptors] = await stringsWithText(snapshot.strings, names, task)
  const exceptions = { nativeContext: nativeContext!, mapDescriptors: mapDescriptors! }
  const search = new DistanceSearch(snapshot, pairs, exceptions)
  const hasUserRoots = search.startAtUserRoots()
  const progress = (): number => Math.min(search.reached, snapshot.nodeCount)
  await untilDone(task, (budget) => search.advance(budget), progress)
  search.startAtRoot(hasUserRoots ? SYSTEM_DISTANCE : 0)
  await untilDone(task, (budget) => search.advance(budget), progress)
  return search.distance
}

/** String indexes of the names of nodes whose edges are not all steps. */
interface Exceptions {
  readonly nativeContext: ReadonlySet<number>
  readonly mapDescriptors: ReadonlySet<number>
}

class DistanceSearch {
  readonly distance: Int32Array
  /** Nodes found in this search and, before it, in the other. */
  reached = 0
  readonly #snapshot: Snapshot
  readonly #pairs: WeakMapPairs
  /** Pairs of which one edge was met and passed over, the other not yet. */
  readonly #pending: BitSet
  readonly #exceptions: Exceptions
  /** Nodes whose edges are not all steps. */
  readonly #exceptional: BitSet
  /** Nodes with a distance: as bits they stay in the caches. */
  readonly #known: BitSet
  /** What `#sortLevel` sorts with; empty between two calls. */
  readonly #sorted: BitSet
  /** A ring: entry i stands at `i & (length - 1)`. What is waiting takes a fraction of all nodes. */
  #queue: Uint32Array = new Uint32Array(FIRST_QUEUE)
  #head = 0
  #tail = 0
  /** The distance of the nodes in the queue before `#levelEnd`. */
  #level = 0
  #levelEnd = 0

  constructor(snapshot: Snapshot, pairs: WeakMapPairs, exceptions: Exceptions) {
    const { nodeCount } = snapshot
    this.#snapshot = snapshot
    this.#pairs = pairs
    this.distance = new Int32Array(nodeCount).fill(NO_DISTANCE)
    this.#pending = new BitSet(pairs.count + 1)
    this.#known = new BitSet(nodeCount)
    this.#sorted = new BitSet(nodeCount)
    this.#exceptions = exceptions
    this.#exceptional = nodesOfPairs(snapshot, pairs, 'nodes')
    this.#markExceptional()
  }

  /** Queues the user roots, each as often as the root has an edge to it. Returns whether there are any. */
  startAtUserRoots(): boolean {
    const { root, firstEdge, edgeLink } = this.#snapshot
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (isUserRoot(this.#snapshot, target)) {
        this.distance[target] = 1
        this.#known.add(target)
        this.#push(target)
      }
    }
    this.#level = 1
    this.#levelEnd = this.#tail
    return this.#tail > 0
  }

  /** Begins anew with the root alone. */
  startAtRoot(distance: number): void {
    const { root } = this.#snapshot
    this.distance[root] = distance
    this.#known.add(root)
    this.#push(root)
    this.#level = distance
    this.#levelEnd = this.#tail
  }

  /** Visits up to `budget` nodes of the queue. Returns whether it is empty. */
  advance(budget: number): boolean {
    const stop = this.#head + budget
    while (this.#head < this.#tail && this.#head < stop) {
      if (this.#head === this.#levelEnd) this.#beginLevel()
      this.#visit(Math.min(stop, this.#levelEnd))
    }
    return this.#head === this.#tail
  }

  #beginLevel(): void {
    this.#level++
    this.#levelEnd = this.#tail
    if (this.#tail - this.#head > this.#snapshot.nodeCount / LARGE_LEVEL) this.#sortLevel()
  }

  /**
   * Puts the nodes of a level in the order of the file, in which what is read of them lies close together. It changes
   * nothing else: of a WeakMap entry either edge may be met first, and only the nodes of the first level may be there twice.
   * O(nodes / 8 + those of the level).
   */
  #sortLevel(): void {
    const queue = this.#queue
    const mask = queue.length - 1
    const level = this.#sorted
    for (let i = this.#head; i < this.#tail; i++) level.add(queue[i & mask]!)
    let at = this.#head
    level.forEach((node) => (queue[at++ & mask] = node))
    level.bytes.fill(0)
  }

  /** Visits the nodes of the queue before `stop`, which are of one level. */
  #visit(stop: number): void {
    const { firstEdge, edgeLink } = this.#snapshot
    const distance = this.distance
    const known = this.#known.bytes
    const exceptions = this.#exceptional.bytes
    const next = this.#level + 1
    let queue = this.#queue
    let tail = this.#tail
    const first = this.#head
    for (let head = first; head < stop; head++) {
      const node = queue[head & (queue.length - 1)]!
      const exceptional = (exceptions[node >>> 3]! >>> (node & 7)) & 1
      const end = firstEdge[node + 1]!
      for (let edge = firstEdge[node]!; edge < end; edge++) {
        const link = edgeLink[edge]!
        const target = linkTarget(link)
        const type = linkType(link)
        const bit = 1 << (target & 7)
        if ((known[target >>> 3]! & bit) !== 0 || type === EdgeType.weak) {
          continue
        }
        if (exceptional !== 0 && !this.#leadsOn(node, edge, type)) {
          continue
        }
        known[target >>> 3]! |= bit
        distance[target] = next
        if (tail - head === queue.length) queue = this.#growQueue(head, tail)
        queue[tail++ & (queue.length - 1)] = target
      }
    }
    this.#head = stop
    this.#tail = tail
    this.reached += stop - first
  }

  #push(node: number): void {
    if (this.#tail - this.#head === this.#queue.length) this.#growQueue(this.#head, this.#tail)
    this.#queue[this.#tail++ & (this.#queue.length - 1)] = node
  }

  /** Twice the room for the entries `head` to `tail`. */
  #growQueue(head: number, tail: number): Uint32Array {
    const from = this.#queue
    const to = new Uint32Array(2 * from.length)
    for (let i = head; i < tail; i++) to[i & (to.length - 1)] = from[i & (from.length - 1)]!
    this.#queue = to
    return to
  }

  /** Whether an edge to a node without a distance is a step; the exceptions stand at `computeDistances`. */
  #leadsOn(node: number, edge: number, type: number): boolean {
    const { edgeNames, strings } = this.#snapshot
    const name = edgeNames.at(node, edge)
    if (this.#isMapDescriptors(node)) {
      const index = edgeHasIndex(type) ? name : Number.parseInt(strings.text(name), 10)
      return !(index >= 2 && index % 3 === 1)
    }
    if (this.#isNativeContext(node) && !edgeHasIndex(type) && strings.text(name) === 'sloppy_function_map') {
      return false
    }
    const pair = type === EdgeType.internal && this.#pairs.count > 0 ? this.#pairs.ofName[name]! : 0
    return pair > 0 ? this.#meet(pair) : true
  }

  #markExceptional(): void {
    const { nodeCount, nodeType, nodeName, strings } = this.#snapshot
    const { nativeContext, mapDescriptors } = this.#exceptions
    const marked = new Uint8Array(strings.count)
    for (const name of [...nativeContext, ...mapDescriptors]) marked[name] = 1
    for (let node = 0; node < nodeCount; node++) {
      const mayBe = nodeType[node]! <= NodeType.array && marked[nodeName[node]!] === 1
      if (mayBe && (this.#isNativeContext(node) || this.#isMapDescriptors(node))) this.#exceptional.add(node)
    }
  }

  #isNativeContext(node: number): boolean {
    const { nodeType, nodeName } = this.#snapshot
    return nodeType[node] === NodeType.hidden && this.#exceptions.nativeContext.has(nodeName[node]!)
  }

  #isMapDescriptors(node: number): boolean {
    const { nodeType, nodeName } = this.#snapshot
    return nodeType[node] === NodeType.array && this.#exceptions.mapDescriptors.has(nodeName[node]!)
  }

  /** Notes that an edge of the pair was met. Returns whether the other one was met before. */
  #meet(pair: number): boolean {
    const second = this.#pending.has(pair)
    if (second) {
      this.#pending.delete(pair)
    } else {
      this.#pending.add(pair)
    }
    return second
  }
}
