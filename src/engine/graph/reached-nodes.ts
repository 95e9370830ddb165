import type { Graph, Retainers } from '../model/graph.ts'

/**
 * Tells the nodes that the root or a node without an essential edge in leads to from those that only their like lead to:
 * cycles, and all below them, which hang on the root one by one.
 */
export class ReachedNodes {
  readonly #graph: Graph
  readonly #retainers: Retainers
  readonly #known = new Map<number, boolean>()

  constructor(graph: Graph, retainers: Retainers) {
    this.#graph = graph
    this.#retainers = retainers
  }

  /**
   * Goes back over essential edges until it comes to a node that must have been reached. O(1) for nearly all nodes, and
   * O(edges) at most.
   */
  has(node: number): boolean {
    const { first, source } = this.#retainers
    const doubtful = [node]
    const met = new Set(doubtful)
    let reached = false
    while (!reached && doubtful.length > 0) {
      const at = doubtful.pop()!
      const known = this.#known.get(at)
      if (known === false) continue
      if (known === true || !this.#isDoubtful(at)) {
        reached = true
        break
      }
      for (let i = first[at]!; i < first[at + 1]!; i++) {
        const holder = source[i]! >>> 1
        if ((source[i]! & 1) === 0 || met.has(holder)) continue
        met.add(holder)
        doubtful.push(holder)
      }
    }
    // Where nothing reached it, nothing reached what was met on the way either.
    if (reached) this.#known.set(node, true)
    else for (const one of met) this.#known.set(one, false)
    return reached
  }

  /** Whether the root dominates it, it dominates nothing, and an essential edge leads in. */
  #isDoubtful(node: number): boolean {
    const { snapshot, dominator, dominated } = this.#graph
    if (node === snapshot.root || dominator[node] !== snapshot.root) return false
    if (dominated.first[node] !== dominated.first[node + 1]) return false
    const { first, source } = this.#retainers
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      if ((source[i]! & 1) === 1) return true
    }
    return false
  }
}
