import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { NO_DISTANCE, SYSTEM_DISTANCE } from '../model/graph.ts'
import { EdgeType, NodeType, edgeHasIndex } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { untilDone } from './in-slices.ts'
import { stringsWithText } from './same-text.ts'
import { isUserRoot } from './user-roots.ts'
import type { WeakMapPairs } from './weak-map-pairs.ts'

/** Which of the search's exceptions may concern a node's edges. */
const PLAIN = 0
const NATIVE_CONTEXT = 1
const MAP_DESCRIPTORS = 2

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
  const search = new DistanceSearch(snapshot, pairs, nativeContext!, mapDescriptors!)
  const hasUserRoots = search.startAtUserRoots()
  const progress = (): number => Math.min(search.reached, snapshot.nodeCount)
  await untilDone(task, (budget) => search.advance(budget), progress)
  search.startAtRoot(hasUserRoots ? SYSTEM_DISTANCE : 0)
  await untilDone(task, (budget) => search.advance(budget), progress)
  return search.distance
}

class DistanceSearch {
  readonly distance: Int32Array
  /** Nodes found in this search and, before it, in the other. */
  reached = 0
  readonly #snapshot: Snapshot
  readonly #pairs: WeakMapPairs
  /** Pairs of which one edge was met and passed over, the other not yet. */
  readonly #pending: BitSet
  readonly #nativeContext: ReadonlySet<number>
  readonly #mapDescriptors: ReadonlySet<number>
  readonly #queue: Uint32Array
  #head = 0
  #tail = 0

  constructor(
    snapshot: Snapshot,
    pairs: WeakMapPairs,
    nativeContext: ReadonlySet<number>,
    mapDescriptors: ReadonlySet<number>,
  ) {
    const { nodeCount, root, firstEdge } = snapshot
    this.#snapshot = snapshot
    this.#pairs = pairs
    this.distance = new Int32Array(nodeCount).fill(NO_DISTANCE)
    this.#pending = new BitSet(pairs.count + 1)
    this.#queue = new Uint32Array(nodeCount + firstEdge[root + 1]! - firstEdge[root]!)
    this.#nativeContext = nativeContext
    this.#mapDescriptors = mapDescriptors
  }

  /** Queues the user roots, each as often as the root has an edge to it. Returns whether there are any. */
  startAtUserRoots(): boolean {
    const { root, firstEdge, edgeTarget } = this.#snapshot
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
      const target = edgeTarget[edge]!
      if (isUserRoot(this.#snapshot, target)) {
        this.distance[target] = 1
        this.#queue[this.#tail++] = target
      }
    }
    return this.#tail > 0
  }

  /** Begins anew with the root alone. */
  startAtRoot(distance: number): void {
    const { root } = this.#snapshot
    this.distance[root] = distance
    this.#queue[0] = root
    this.#head = 0
    this.#tail = 1
  }

  /** Visits up to `budget` nodes of the queue. Returns whether it is empty. */
  advance(budget: number): boolean {
    const { firstEdge, edgeType, edgeTarget } = this.#snapshot
    const queue = this.#queue
    const distance = this.distance
    const stop = this.#head + budget
    let head = this.#head
    let tail = this.#tail
    for (; head < tail && head < stop; head++) {
      const node = queue[head]!
      const next = distance[node]! + 1
      const kind = this.#kindOf(node)
      const end = firstEdge[node + 1]!
      for (let edge = firstEdge[node]!; edge < end; edge++) {
        const target = edgeTarget[edge]!
        const type = edgeType[edge]!
        if (distance[target] !== NO_DISTANCE || type === EdgeType.weak) {
          continue
        }
        const suspect = kind !== PLAIN || type === EdgeType.internal
        if (suspect && !this.#leadsOn(kind, edge)) {
          continue
        }
        distance[target] = next
        queue[tail++] = target
      }
    }
    this.reached += head - this.#head
    this.#head = head
    this.#tail = tail
    return head === tail
  }

  #kindOf(node: number): number {
    const { nodeType, nodeName } = this.#snapshot
    const type = nodeType[node]
    if (type === NodeType.hidden && this.#nativeContext.has(nodeName[node]!)) {
      return NATIVE_CONTEXT
    }
    return type === NodeType.array && this.#mapDescriptors.has(nodeName[node]!) ? MAP_DESCRIPTORS : PLAIN
  }

  /** Whether the search goes over this edge of a node of this kind to a node that has no distance yet. */
  #leadsOn(kind: number, edge: number): boolean {
    const { edgeType, edgeName, strings } = this.#snapshot
    const type = edgeType[edge]!
    const name = edgeName[edge]!
    if (kind === MAP_DESCRIPTORS) {
      const index = edgeHasIndex(type) ? name : Number.parseInt(strings.text(name), 10)
      return !(index >= 2 && index % 3 === 1)
    }
    if (kind === NATIVE_CONTEXT && !edgeHasIndex(type) && strings.text(name) === 'sloppy_function_map') {
      return false
    }
    const pair = type === EdgeType.internal && this.#pairs.count > 0 ? this.#pairs.ofName[name]! : 0
    return pair > 0 ? this.#meet(pair) : true
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
