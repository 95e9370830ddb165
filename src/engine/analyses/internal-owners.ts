import type { CompleteHeap } from './heap.ts'
import type { EdgeKinds } from './edge-kinds.ts'
import { bestEdge } from '../graph/edges-into.ts'
import { keepsAlive } from '../graph/essential-edges.ts'
import { NO_DISTANCE, type Retainers } from '../model/graph.ts'
import { EdgeType, NodeType } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import { EngineInternals } from './engine-internals.ts'

/** Of something that belongs to nobody, or that the program made itself. */
export const NO_OWNER = -1
/** In place of a kind of edge: more than one step lies between. */
export const FAR = -1

/** Whom the program knows as the owner of an internal. */
export interface InternalOwner {
  /** A node of the program, or `NO_OWNER`. */
  readonly node: number
  /** The kind of the reference from the owner to the internal; `FAR` where there is none. */
  readonly edgeKind: number
}

const NOBODY: InternalOwner = { node: NO_OWNER, edgeKind: FAR }
/** Longer chains of internals tell nothing about who owns the end. */
const MOST_STEPS = 8

/**
 * Finds the owner of an engine's internal, or of a function's scope. Of a list, a cell or a scope it is the object or
 * function nearest to the root that refers to it, else the owner of the list or scope nearest to the root that does. Any
 * other internal has one only where a single object or function refers to it: hidden classes and code belong to many.
 */
export class InternalOwners {
  readonly #heap: CompleteHeap
  readonly #retainers: Retainers
  readonly #kinds: EdgeKinds
  readonly #internals: EngineInternals

  constructor(heap: CompleteHeap, retainers: Retainers, kinds: EdgeKinds) {
    this.#heap = heap
    this.#retainers = retainers
    this.#kinds = kinds
    this.#internals = EngineInternals.of(heap)
  }

  /** O(edges into the node and into the internals above it). */
  of(node: number): InternalOwner {
    if (!this.#isPart(node)) return NOBODY
    let at = node
    for (let steps = 0; steps < MOST_STEPS; steps++) {
      const isShared = !this.#internals.isStore(at) && !this.#internals.isScope(at)
      if (isShared && this.#programRetainers(at) !== 1) break
      const owner = this.#nearest(at, false)
      if (owner !== NO_OWNER)
        return { node: owner, edgeKind: at === node ? this.#edgeKind(owner, node) : FAR }
      at = this.#nearest(at, true)
      if (at === NO_OWNER) break
    }
    return NOBODY
  }

  #isPart(node: number): boolean {
    return this.#internals.has(node) || this.#internals.isScope(node)
  }

  /** How many of the program's objects refer to a node: 0, 1, or 2 for several. */
  #programRetainers(node: number): number {
    const { first, source } = this.#retainers
    let found = NO_OWNER
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const from = source[i]! >>> 1
      if ((source[i]! & 1) === 0 || from === found || this.#isPart(from)) continue
      if (found !== NO_OWNER) return 2
      found = from
    }
    return found === NO_OWNER ? 0 : 1
  }

  /** The retainer of least distance among internals, or among what the program made; of equals the first. */
  #nearest(node: number, internal: boolean): number {
    const { first, source } = this.#retainers
    const { ready, snapshot } = this.#heap
    let best = NO_OWNER
    let least = Infinity
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const from = source[i]! >>> 1
      if ((source[i]! & 1) === 0 || from === node || snapshot.nodeType[from] === NodeType.synthetic) continue
      const distance = ready.graph.distance[from]!
      if (distance === NO_DISTANCE || distance >= least || this.#isPart(from) !== internal) continue
      // Going up by internals always leads nearer to the root, so it ends.
      if (internal && distance >= ready.graph.distance[node]!) continue
      best = from
      least = distance
    }
    return best
  }

  #edgeKind(owner: number, part: number): number {
    const { snapshot, ready } = this.#heap
    const edge = bestEdge(
      snapshot,
      owner,
      part,
      (at) => keepsAlive(snapshot, ready.graph.essential, owner, at),
      (at) => (linkType(snapshot.edgeLink[at]!) === EdgeType.internal ? 0 : 1),
    )
    return edge === -1 ? FAR : this.#kinds.of(owner, edge)
  }
}
