import { bestEdge } from '../../graph/edges-into.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { NO_DISTANCE } from '../../model/graph.ts'
import { edgeHasIndex, EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import type { CollectionNames } from '../collections/collection-names.ts'
import { holderName } from '../holder-name.ts'
import { edgeLabel } from '../names.ts'

const NOBODY = -1
/** From so many edges on they are sorted by target instead of being searched again and again. */
const MANY_EDGES = 64

/** What keeps a tree alive. */
export interface Hold {
  /** The node of the tree through which it is held. */
  readonly held: number
  /** What holds it, as far as possible no native node; -1 where nothing does. */
  readonly retainer: number
  /** Its edge. */
  readonly edge: number
}

/**
 * Finds what keeps trees of native nodes alive: of the references into a tree the one from the nearest retainer, one of
 * the program's own before native ones; behind a native retainer what keeps that one alive, until it is none. Each native
 * retainer is looked at once, however many trees it holds.
 */
export class Holders {
  readonly #heap: CompleteHeap
  readonly #collections: CollectionNames
  /** By native node: what keeps it alive. */
  readonly #known = new Map<number, Pick<Hold, 'retainer' | 'edge'>>()
  readonly #texts = new Map<string, string>()
  /** By retainer with many edges: the best one to each target. */
  readonly #edgesOf = new Map<number, Map<number, number>>()

  constructor(heap: CompleteHeap, collections: CollectionNames) {
    this.#heap = heap
    this.#collections = collections
  }

  /** @param isWithin whether a node belongs to the tree */
  ofTree(tree: Uint32Array, isWithin: (node: number) => boolean): Hold {
    let best = NOBODY
    let held = tree[0]!
    for (const node of tree) {
      const retainer = this.#nearest(node, isWithin)
      if (retainer !== NOBODY && (best === NOBODY || this.#rank(retainer) < this.#rank(best))) {
        best = retainer
        held = node
      }
    }
    if (best === NOBODY) return { held, retainer: NOBODY, edge: NOBODY }
    const edge = this.#edge(best, held)
    return { held, ...this.#climb(best, edge) }
  }

  /** Names what holds, as `Row.el`, or `Window.kept[]` for a collection in a field; empty where nothing holds. */
  textOf(retainer: number, edge: number): string {
    if (retainer === NOBODY) return ''
    const owner = this.#collections.ownerOf(retainer)
    if (owner !== null) return `${owner}[]`
    const { snapshot, table } = this.#heap
    const type = linkType(snapshot.edgeLink[edge]!)
    if (edgeHasIndex(type)) return `${this.#className(retainer)}[]`
    // Nodes of one class with edges of one name are held alike, and there may be a million of them.
    const key = `${table.classOf[retainer]!} ${type} ${snapshot.edgeNames.at(retainer, edge)}`
    let text = this.#texts.get(key)
    if (text === undefined) {
      text = `${this.#className(retainer)}.${edgeLabel(snapshot, retainer, edge)}`
      this.#texts.set(key, text)
    }
    return text
  }

  #className(node: number): string {
    const { classOf, classes } = this.#heap.table
    return holderName(classes[classOf[node]!]!.name)
  }

  #climb(from: number, first: number): Pick<Hold, 'retainer' | 'edge'> {
    const { nodeType } = this.#heap.snapshot
    const way: number[] = []
    const met = new Set<number>()
    let found = { retainer: from, edge: first }
    while (nodeType[found.retainer] === NodeType.native) {
      const at = found.retainer
      const known = this.#known.get(at)
      if (known) {
        found = known
        break
      }
      way.push(at)
      met.add(at)
      const above = this.#nearest(at, (node) => met.has(node))
      if (above === NOBODY) break
      found = { retainer: above, edge: this.#edge(above, at) }
    }
    for (const node of way) this.#known.set(node, found)
    return found
  }

  /** The retainer of least rank, besides some; -1 where there is none. */
  #nearest(node: number, isLeftOut: (node: number) => boolean): number {
    const { first, source } = this.#heap.ready.retainers!
    let best = NOBODY
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const from = source[i]! >>> 1
      if ((source[i]! & 1) === 0 || isLeftOut(from)) continue
      if (best === NOBODY || this.#rank(from) < this.#rank(best)) best = from
    }
    return best
  }

  /** Distance, but the program's own before native nodes. */
  #rank(node: number): number {
    const { snapshot, ready } = this.#heap
    const distance = ready.graph.distance[node]!
    const far = distance === NO_DISTANCE ? 2 ** 31 : distance
    return snapshot.nodeType[node] === NodeType.native ? far + 2 ** 32 : far
  }

  /** The essential edge between two nodes, a named one before the machine's own. */
  #edge(from: number, to: number): number {
    const { firstEdge } = this.#heap.snapshot
    if (firstEdge[from + 1]! - firstEdge[from]! < MANY_EDGES) {
      return bestEdge(
        this.#heap.snapshot,
        from,
        to,
        (edge) => this.#keeps(from, edge),
        (edge) => this.#machineRank(edge),
      )
    }
    let edges = this.#edgesOf.get(from)
    if (!edges) {
      edges = this.#bestEdges(from)
      this.#edgesOf.set(from, edges)
    }
    return edges.get(to)!
  }

  /** The best essential edge to each target, for a node that may hold a million trees. */
  #bestEdges(from: number): Map<number, number> {
    const { snapshot } = this.#heap
    const edges = new Map<number, number>()
    for (let edge = snapshot.firstEdge[from]!; edge < snapshot.firstEdge[from + 1]!; edge++) {
      const target = linkTarget(snapshot.edgeLink[edge]!)
      const known = edges.get(target)
      const better = known === undefined || this.#machineRank(edge) < this.#machineRank(known)
      if (better && this.#keeps(from, edge)) edges.set(target, edge)
    }
    return edges
  }

  #keeps(from: number, edge: number): boolean {
    return keepsAlive(this.#heap.snapshot, this.#heap.ready.graph.essential, from, edge)
  }

  /** References that a program names come before those only the machine knows. */
  #machineRank(edge: number): number {
    const type = linkType(this.#heap.snapshot.edgeLink[edge]!)
    return type === EdgeType.internal || type === EdgeType.hidden ? 1 : 0
  }
}
