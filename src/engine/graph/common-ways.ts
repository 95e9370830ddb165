import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { untilDone } from './in-slices.ts'
import type { Remaining } from './remaining.ts'

/**
 * The nodes that all ways from the root to any of some nodes come through, found without dominators: these are known for
 * the whole graph only. All such nodes lie on any one way. Along one, from the root on, everything that can be reached
 * without its later nodes is marked; a node is passed by all ways if nothing marked before it leads further along than
 * to it. The last step counts as that to any of the nodes. O(nodes + edges).
 *
 * @param path the nodes on one way to one of them, from below the root on
 * @param ends the nodes
 */
export async function commonWays(
  remaining: Remaining,
  path: readonly number[],
  ends: Uint32Array,
  task: Task,
): Promise<ReadonlySet<number>> {
  const search = new WaySearch(remaining, path, ends)
  const found = new Set<number>()
  for (let i = 0; i <= path.length && search.farthest <= path.length; i++) {
    if (i > 0 && search.farthest <= i) found.add(path[i - 1]!)
    search.begin(i)
    await untilDone(
      task,
      (budget) => search.advance(budget),
      () => search.visited,
    )
  }
  return found
}

class WaySearch {
  visited = 0
  /** How far along the way anything marked leads: the root is 0, the path's nodes follow, any end comes after the last. */
  farthest = 0
  readonly #remaining: Remaining
  readonly #path: readonly number[]
  /** What is marked, and what is not to be: the path's nodes are followed in their turn. */
  readonly #closed: BitSet
  readonly #isEnd: BitSet
  readonly #step = new Map<number, number>()
  readonly #stack: number[] = []

  constructor(remaining: Remaining, path: readonly number[], ends: Uint32Array) {
    const { nodeCount, root } = remaining.graph.snapshot
    this.#remaining = remaining
    this.#path = path
    this.#closed = new BitSet(nodeCount, remaining.gone.bytes.slice())
    this.#isEnd = new BitSet(nodeCount)
    for (let i = 0; i < ends.length; i++) this.#isEnd.add(ends[i]!)
    path.forEach((node, i) => this.#step.set(node, i + 1))
    for (const node of [root, ...path]) this.#closed.add(node)
  }

  /** Will mark from the path's node number `step`. */
  begin(step: number): void {
    const node = step === 0 ? this.#remaining.graph.snapshot.root : this.#path[step - 1]!
    if (this.#isEnd.has(node)) this.farthest = this.#path.length + 1
    this.#stack.push(node)
  }

  advance(budget: number): boolean {
    const { firstEdge, edgeLink } = this.#remaining.graph.snapshot
    const end = this.#path.length + 1
    let left = budget
    for (; left > 0 && this.#stack.length > 0 && this.farthest < end; left--) {
      const node = this.#stack.pop()!
      for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
        const link = edgeLink[edge]!
        const target = linkTarget(link)
        const isClosed = this.#closed.has(target)
        if ((isClosed && !this.#step.has(target)) || !this.#leads(node, edge, link)) continue
        if (isClosed) this.farthest = Math.max(this.farthest, this.#step.get(target)!)
        else this.#mark(target)
      }
    }
    this.visited += budget - left
    return this.#stack.length === 0 || this.farthest === end
  }

  #mark(node: number): void {
    this.#closed.add(node)
    if (this.#isEnd.has(node)) this.farthest = this.#path.length + 1
    this.#stack.push(node)
  }

  #leads(node: number, edge: number, link: number): boolean {
    if (this.#remaining.judged.has(node)) return this.#remaining.keeps(node, edge)
    const type = linkType(link)
    return type !== EdgeType.weak && type !== EdgeType.shortcut
  }
}
