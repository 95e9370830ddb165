import { BitSet } from '../base/bit-set.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import { bestEdge } from './edges-into.ts'
import type { Remaining } from './remaining.ts'

const FIRST_ROOM = 1 << 8

/**
 * Breadth first over essential edges backward from a node, each node's retainers in file order; the first chain that
 * ends at the root is a shortest one. O(edges into the nodes it comes across). A bit a node, and 8 bytes for each it
 * comes across.
 */
export class BackSearch {
  /** How many nodes were visited. */
  visited = 0
  readonly #graph: Graph
  readonly #retainers: Retainers
  readonly #remaining: Remaining | null
  readonly #seen: BitSet
  /** The nodes met, in their order, and of each the place of the next one on the way to the node searched for. */
  #node: Uint32Array = new Uint32Array(FIRST_ROOM)
  #onward: Uint32Array = new Uint32Array(FIRST_ROOM)
  #count = 1
  /** The place of the node whose retainer is the root; -1 while it is not found. */
  #end = -1

  /** @param remaining what to look at where something is taken out; `node` is left */
  constructor(graph: Graph, retainers: Retainers, node: number, remaining: Remaining | null) {
    this.#graph = graph
    this.#retainers = retainers
    this.#remaining = remaining
    this.#seen = new BitSet(graph.snapshot.nodeCount, remaining?.gone.bytes.slice())
    this.#node[0] = node
    this.#seen.add(node)
  }

  /** Looks at about `budget` edges. Returns whether the search is over. */
  advance(budget: number): boolean {
    const { first, source } = this.#retainers
    const { root } = this.#graph.snapshot
    let left = budget
    for (; left > 0 && this.visited < this.#count && this.#end === -1; this.visited++) {
      const at = this.#node[this.visited]!
      const end = first[at + 1]!
      left -= 1 + end - first[at]!
      for (let i = first[at]!; i < end; i++) {
        const from = source[i]! >>> 1
        if ((source[i]! & 1) === 0 || this.#seen.has(from) || !this.#isLeft(from, at)) continue
        if (from === root) {
          this.#end = this.visited
          return true
        }
        this.#add(from, this.visited)
      }
    }
    return left > 0
  }

  /** The nodes of the chain below the root, down to the node; empty where there is none. */
  chain(): number[] {
    const nodes: number[] = []
    if (this.#end === -1) return nodes
    for (let at = this.#end; at !== 0; at = this.#onward[at]!) nodes.push(this.#node[at]!)
    nodes.push(this.#node[0]!)
    return nodes
  }

  /** Whether one of the essential edges between two nodes is left. */
  #isLeft(from: number, to: number): boolean {
    const remaining = this.#remaining
    if (!remaining?.isCutAt(from)) return true
    return (
      bestEdge(
        this.#graph.snapshot,
        from,
        to,
        (edge) => remaining.leads(from, edge),
        () => 0,
      ) !== -1
    )
  }

  #add(node: number, onward: number): void {
    if (this.#count === this.#node.length) {
      this.#node = doubled(this.#node)
      this.#onward = doubled(this.#onward)
    }
    this.#seen.add(node)
    this.#node[this.#count] = node
    this.#onward[this.#count++] = onward
  }
}

function doubled(column: Uint32Array): Uint32Array {
  const wider = new Uint32Array(2 * column.length)
  wider.set(column)
  return wider
}
