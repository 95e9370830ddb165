import { BitSet } from '../base/bit-set.ts'
import { grown, touched } from '../base/columns.ts'
import type { Task } from '../base/task.ts'
import type { EssentialEdges } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { keepsAlive, specialSources } from './essential-edges.ts'
import { untilDone } from './in-slices.ts'

/** No owner leads to the node. */
export const NO_OWNER = 0
/** Several owners lead to it. */
export const SHARED = 1
/** Owners are numbered from here. */
export const FIRST_OWNER = 2

/** By node: `NO_OWNER`, `SHARED` or an owner's number. 16 bits each where they do. */
export type OwnerColumn = Uint16Array | Uint32Array

/** A column for `owners` owners in which nobody owns anything yet. */
export function noOwners(nodeCount: number, owners: number): OwnerColumn {
  const Type = owners + FIRST_OWNER <= 0x1_0000 ? Uint16Array : Uint32Array
  return touched(new Type(nodeCount))
}

/**
 * Finds for every node which owner leads to it: one, several or none. What `owner` says at first of a node stands as it
 * is; from there the owners spread over edges to all other nodes, and where two meet the node is shared, with all that
 * it leads to. The result does not depend on the order of visits.
 *
 * Weak edges, shortcuts and edges from a node to itself are no ways.
 *
 * @param owner who owns what for certain; changed in place
 * @param essential where given, only edges that keep their targets alive are ways
 * @returns `owner`. O(nodes + edges): a node changes at most twice, from nobody's to somebody's to shared.
 */
export async function spreadOwners(
  snapshot: Snapshot,
  owner: OwnerColumn,
  essential: EssentialEdges | null,
  task: Task,
): Promise<OwnerColumn> {
  const spread = new Spread(snapshot, owner, essential)
  await untilDone(
    task,
    (budget) => spread.advance(budget),
    () => spread.start,
  )
  return owner
}

class Spread {
  /** Nodes before this one spread from where they were certain. */
  start = 0
  readonly #snapshot: Snapshot
  readonly #owner: OwnerColumn
  readonly #essential: EssentialEdges | null
  /** Nodes whose edges are judged one by one. */
  readonly #special: BitSet
  readonly #certain: BitSet
  /** Nodes that changed and have not passed it on yet, some of them twice. */
  #stack = new Uint32Array(1 << 10)
  #height = 0

  constructor(snapshot: Snapshot, owner: OwnerColumn, essential: EssentialEdges | null) {
    this.#snapshot = snapshot
    this.#owner = owner
    this.#essential = essential
    this.#special = essential ? specialSources(snapshot, essential) : new BitSet(snapshot.nodeCount)
    this.#certain = new BitSet(snapshot.nodeCount)
    for (let node = 0; node < owner.length; node++) if (owner[node] !== NO_OWNER) this.#certain.add(node)
  }

  /** Visits up to `budget` nodes and says whether none is left. */
  advance(budget: number): boolean {
    const { nodeCount } = this.#snapshot
    for (let left = budget; left > 0; left--) {
      if (this.#height > 0) this.#visit(this.#stack[--this.#height]!)
      else if (this.start === nodeCount) return true
      else if (this.#certain.has(this.start++)) this.#visit(this.start - 1)
    }
    return false
  }

  #visit(node: number): void {
    const { firstEdge, edgeLink } = this.#snapshot
    const owner = this.#owner
    const own = owner[node]!
    const judged = this.#special.has(node)
    const end = firstEdge[node + 1]!
    for (let edge = firstEdge[node]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      const known = owner[target]!
      if (known === own || known === SHARED || this.#certain.has(target)) continue
      const type = linkType(link)
      const leads = judged
        ? keepsAlive(this.#snapshot, this.#essential!, node, edge)
        : type !== EdgeType.weak && type !== EdgeType.shortcut
      if (!leads) continue
      owner[target] = known === NO_OWNER ? own : SHARED
      if (this.#height === this.#stack.length) this.#stack = grown(this.#stack, 2 * this.#height)
      this.#stack[this.#height++] = target
    }
  }
}
