import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { keepsAlive } from './essential-edges.ts'
import { inSlices } from './in-slices.ts'

/** What a walk over essential edges needs. */
export interface Walk {
  readonly snapshot: Snapshot
  readonly essential: EssentialEdges
  /** Bits: the nodes whose edges must be judged one by one. */
  readonly special: Uint8Array
}

/** Whether an edge keeps its target alive. */
export function keeps({ snapshot, essential, special }: Walk, source: number, edge: number): boolean {
  if (hasBit(special, source)) return keepsAlive(snapshot, essential, source, edge)
  const type = linkType(snapshot.edgeLink[edge]!)
  return (
    type !== EdgeType.weak && type !== EdgeType.shortcut && linkTarget(snapshot.edgeLink[edge]!) !== source
  )
}

/** Marks what starts lead to, without the cut edges and without entering what is closed. */
export class Marking {
  readonly marked: BitSet
  count = 0
  readonly #walk: Walk
  readonly #cut: Uint8Array | null
  readonly #closed: Uint8Array | null
  /** Marked nodes whose edges are still to be followed. */
  #stack = new Uint32Array(1024)
  #height = 0

  constructor(walk: Walk, cut: Uint8Array | null, closed: Uint8Array | null) {
    this.#walk = walk
    this.#cut = cut
    this.#closed = closed
    this.marked = new BitSet(walk.snapshot.nodeCount)
  }

  start(node: number): void {
    if (this.marked.has(node) || (this.#closed && hasBit(this.#closed, node))) return
    this.marked.add(node)
    this.count++
    if (this.#height === this.#stack.length) {
      const higher = new Uint32Array(2 * this.#height)
      higher.set(this.#stack)
      this.#stack = higher
    }
    this.#stack[this.#height++] = node
  }

  /** Follows the edges of up to about `budget` nodes. Returns whether nothing is left. */
  advance(budget: number): boolean {
    const { firstEdge, edgeLink } = this.#walk.snapshot
    for (let left = budget; left > 0 && this.#height > 0;) {
      const node = this.#stack[--this.#height]!
      const end = firstEdge[node + 1]!
      left -= 1 + ((end - firstEdge[node]!) >>> 2)
      for (let edge = firstEdge[node]!; edge < end; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (this.marked.has(target) || (this.#cut && hasBit(this.#cut, edge))) continue
        if (keeps(this.#walk, node, edge)) this.start(target)
      }
    }
    return this.#height === 0
  }
}

/** The nodes that are not marked and that no essential edge leads to. */
export async function orphans(walk: Walk, marked: BitSet, task: Task): Promise<number[]> {
  const { nodeCount, firstEdge, edgeLink } = walk.snapshot
  const entered = new BitSet(nodeCount)
  await inSlices(task, nodeCount, (from, to) => {
    for (let node = from; node < to; node++) {
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        if (!marked.has(target) && keeps(walk, node, edge)) entered.add(target)
      }
    }
  })
  const found: number[] = []
  for (let node = 0; node < nodeCount; node++) {
    if (!marked.has(node) && !entered.has(node)) found.push(node)
  }
  return found
}

export function hasBit(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at >>> 3]! >>> (at & 7)) & 1) !== 0
}
