import { BitSet } from '../base/bit-set.ts'
import { grown } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { WeakMapPairs } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isTableHalf, nodesOfPairs } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'

/** What stands in the way: nodes that must not be entered and edges that must not be followed. */
export interface Barrier {
  readonly nodes: BitSet
  /** Sources of `edges`. */
  readonly sources: ReadonlySet<number>
  readonly edges: ReadonlySet<number>
}

/** A barrier of nodes alone. */
export function barrierOf(nodes: BitSet): Barrier {
  return { nodes, sources: new Set(), edges: new Set() }
}

/**
 * The nodes that only what stands in the way keeps alive, itself included: all ways from the root to them pass through
 * it. What the root does not lead to at all is not among them. The root is never in the way.
 *
 * Every edge is a way but weak ones and the half of a WeakMap entry that starts at the table: unlike with retained sizes,
 * a debugger's grip and the machine's own count, as with Chrome DevTools' filters.
 * O(nodes + edges): what is reached without it is marked first, then what is behind it.
 */
export async function keptOnlyBy(
  snapshot: Snapshot,
  pairs: WeakMapPairs,
  barrier: Barrier,
  task: Task,
): Promise<BitSet> {
  if (barrier.edges.size === 0 && barrier.nodes.bytes.every((byte) => byte === 0)) return barrier.nodes
  const search = new BarredSearch(snapshot, pairs, barrier)
  const progress = (): number => search.reached
  search.push(snapshot.root)
  await untilDone(task, (budget) => search.advance(budget), progress)
  const kept = search.open()
  await untilDone(task, (budget) => search.advance(budget), progress)
  return kept
}

class BarredSearch {
  /** Nodes visited, on both sides. */
  reached = 0
  readonly #snapshot: Snapshot
  readonly #pairs: WeakMapPairs
  readonly #barrier: Barrier
  readonly #special: BitSet
  /** Nodes that were found, on either side. */
  readonly #found: BitSet
  /** Where the barrier was met. */
  readonly #met: number[] = []
  /** Null before the barrier is opened; then the nodes behind it. */
  #behind: BitSet | null = null
  #stack = new Uint32Array(1 << 10)
  #height = 0

  constructor(snapshot: Snapshot, pairs: WeakMapPairs, barrier: Barrier) {
    this.#snapshot = snapshot
    this.#pairs = pairs
    this.#barrier = barrier
    this.#special = nodesOfPairs(snapshot, pairs, 'tables')
    this.#found = new BitSet(snapshot.nodeCount)
    for (const source of barrier.sources) this.#special.add(source)
  }

  /** Finds a node, unless it was found before. */
  push(node: number): void {
    if (this.#found.has(node)) return
    this.#found.add(node)
    this.#behind?.add(node)
    if (this.#height === this.#stack.length) this.#stack = grown(this.#stack, 2 * this.#height)
    this.#stack[this.#height++] = node
  }

  /** Goes on where the barrier was met; from here on it bars nothing. Returns what will hold the nodes behind it. */
  open(): BitSet {
    this.#behind = new BitSet(this.#snapshot.nodeCount)
    for (const node of this.#met) this.push(node)
    return this.#behind
  }

  /** Visits up to `budget` nodes and says whether none is left. */
  advance(budget: number): boolean {
    let left = budget
    for (; left > 0 && this.#height > 0; left--) this.#visit(this.#stack[--this.#height]!)
    this.reached += budget - left
    return this.#height === 0
  }

  #visit(node: number): void {
    const { firstEdge, edgeLink } = this.#snapshot
    const judged = this.#special.has(node)
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      if (this.#found.has(target)) continue
      if (linkType(link) === EdgeType.weak) continue
      if (judged && isTableHalf(this.#snapshot, this.#pairs, node, edge)) continue
      if (this.#behind === null && this.#bars(target, edge, judged)) this.#met.push(target)
      else this.push(target)
    }
  }

  #bars(target: number, edge: number, judged: boolean): boolean {
    const { nodes, edges } = this.#barrier
    return nodes.has(target) || (judged && edges.has(edge))
  }
}
