import { BitSet } from '../base/bit-set.ts'
import { touched } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isTableHalf, keepsAlive, specialSources } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'

/** Sets of nodes that all lead to each other: those of set k are `node[first[k]]` to `node[first[k + 1] - 1]`. */
export interface Components {
  readonly count: number
  /** count + 1 entries. */
  readonly first: Uint32Array
  /** Node indexes, ascending within each set. */
  readonly node: Uint32Array
}

/**
 * Finds the strongly connected components with more than one node, and the nodes that lead to themselves. Ways are the
 * edges that keep their targets alive, and those from a node to itself that are neither weak nor shortcuts.
 *
 * Pearce's algorithm ("A space-efficient algorithm for finding strongly connected components", 2016) with its stacks in
 * typed arrays: nothing recurses. O(nodes + edges), 12 bytes a node.
 *
 * @param without nodes that are not there; null where all are
 */
export async function stronglyConnected(
  snapshot: Snapshot,
  essential: EssentialEdges,
  without: BitSet | null,
  task: Task,
): Promise<Components> {
  const search = new ComponentSearch(snapshot, essential, without)
  await untilDone(
    task,
    (budget) => search.advance(budget),
    () => search.start,
  )
  return search.finish()
}

class ComponentSearch {
  /** Nodes before this one were visited. */
  start = 0
  readonly #snapshot: Snapshot
  readonly #essential: EssentialEdges
  readonly #special: BitSet
  readonly #without: BitSet | null
  /** By node: 0 not visited, then a number that falls to that of the first it leads back to, at last its component's. */
  readonly #index: Uint32Array
  /** Nodes that lead to no earlier one, as far as is known. */
  readonly #isFirst: BitSet
  /** From the front the nodes that are being visited, from the back those done whose component is not. */
  readonly #stack: Uint32Array
  #height = 0
  #waiting: number
  /** By height: the edge that is next. */
  readonly #next: Uint32Array
  #nextIndex = 1
  /** Components are numbered from the largest number down, so that they are above every index in use. */
  #component: number

  constructor(snapshot: Snapshot, essential: EssentialEdges, without: BitSet | null) {
    const { nodeCount } = snapshot
    this.#snapshot = snapshot
    this.#essential = essential
    this.#special = specialSources(snapshot, essential)
    this.#without = without
    this.#index = touched(new Uint32Array(nodeCount))
    this.#isFirst = new BitSet(nodeCount)
    this.#stack = new Uint32Array(nodeCount)
    this.#next = new Uint32Array(nodeCount)
    this.#waiting = nodeCount
    this.#component = nodeCount
  }

  /** Takes about `budget` steps and says whether nothing is left to do. */
  advance(budget: number): boolean {
    const { nodeCount } = this.#snapshot
    for (let left = budget; left > 0;) {
      if (this.#height > 0) left -= this.#walk(left)
      else if (this.start === nodeCount) return true
      else {
        if (this.#index[this.start] === 0 && this.#without?.has(this.start) !== true) this.#begin(this.start)
        this.start++
        left--
      }
    }
    return false
  }

  /** The components by their numbers. O(nodes + edges of nodes that are alone). */
  finish(): Components {
    const { nodeCount } = this.#snapshot
    const index = this.#index
    const size = this.#next.fill(0)
    for (let node = 0; node < nodeCount; node++) if (index[node] !== 0) size[index[node]! - 1]!++
    // From here on: where the next member of a component goes, plus one; 0 for those that are left out.
    const place = this.#stack.fill(0)
    const first: number[] = [0]
    let total = 0
    for (let node = 0; node < nodeCount; node++) {
      const component = index[node]! - 1
      if (component === -1 || place[component] !== 0) continue
      if (size[component] === 1 && !this.#leadsToItself(node)) continue
      place[component] = total + 1
      total += size[component]!
      first.push(total)
    }
    const members = new Uint32Array(total)
    for (let node = 0; node < nodeCount; node++) {
      const component = index[node]! - 1
      if (component !== -1 && place[component] !== 0) members[place[component]!++ - 1] = node
    }
    return { count: first.length - 1, first: Uint32Array.from(first), node: members }
  }

  #begin(node: number): void {
    this.#stack[this.#height] = node
    this.#next[this.#height++] = this.#snapshot.firstEdge[node]!
    this.#isFirst.add(node)
    this.#index[node] = this.#nextIndex++
  }

  /** Follows edges of the node on top until it is done or leads to a new one; returns how many steps that took. */
  #walk(budget: number): number {
    const { firstEdge, edgeLink } = this.#snapshot
    const index = this.#index
    const top = this.#height - 1
    const node = this.#stack[top]!
    const end = firstEdge[node + 1]!
    const from = this.#next[top]!
    const stop = Math.min(end, from + budget)
    for (let edge = from; edge < stop; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (!this.#leads(node, edge, target)) continue
      if (index[target] === 0) {
        // The same edge again when the target is done: what it leads back to then counts for this node too.
        this.#next[top] = edge
        this.#begin(target)
        return edge - from + 1
      }
      if (index[target]! < index[node]!) {
        index[node] = index[target]!
        this.#isFirst.delete(node)
      }
    }
    this.#next[top] = stop
    if (stop === end) this.#end(node)
    return stop - from + 1
  }

  #end(node: number): void {
    const index = this.#index
    const stack = this.#stack
    this.#height--
    if (!this.#isFirst.has(node)) {
      stack[--this.#waiting] = node
      return
    }
    this.#nextIndex--
    while (this.#waiting < stack.length && index[node]! <= index[stack[this.#waiting]!]!) {
      index[stack[this.#waiting++]!] = this.#component
      this.#nextIndex--
    }
    index[node] = this.#component--
  }

  #leads(node: number, edge: number, target: number): boolean {
    if (target === node || this.#without?.has(target) === true) return false
    if (this.#special.has(node)) return keepsAlive(this.#snapshot, this.#essential, node, edge)
    const type = linkType(this.#snapshot.edgeLink[edge]!)
    return type !== EdgeType.weak && type !== EdgeType.shortcut
  }

  #leadsToItself(node: number): boolean {
    const { firstEdge, edgeLink } = this.#snapshot
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      if (linkTarget(edgeLink[edge]!) === node && isOwnWay(this.#snapshot, this.#essential, node, edge))
        return true
    }
    return false
  }
}

/** Whether an edge from a node to itself is a way. O(1). */
export function isOwnWay(snapshot: Snapshot, { pairs }: EssentialEdges, node: number, edge: number): boolean {
  const type = linkType(snapshot.edgeLink[edge]!)
  return type !== EdgeType.weak && type !== EdgeType.shortcut && !isTableHalf(snapshot, pairs, node, edge)
}
