import { BitSet } from '../base/bit-set.ts'
import type { Graph } from '../model/graph.ts'
import { EdgeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import { edgeSource } from '../model/edge-source.ts'
import { keepsAlive, specialSources } from './essential-edges.ts'

/** What is taken out of a graph: nodes with all their edges, and single edges. Distinct indexes, ascending. */
export interface Removal {
  readonly nodes: Uint32Array
  readonly edges: Uint32Array
}

export const NOTHING: Removal = { nodes: new Uint32Array(0), edges: new Uint32Array(0) }

/** The essential edges that are left of a graph when some nodes and edges are taken out. */
export class Remaining {
  readonly graph: Graph
  readonly removal: Removal
  /** The nodes taken out. */
  readonly gone: BitSet
  /**
   * The sources whose edges `keeps` has to judge one by one. All edges of other nodes keep their targets alive but weak
   * ones, shortcuts and those to the node itself.
   */
  readonly judged: BitSet
  readonly #cut: ReadonlySet<number>
  readonly #cutSources = new Set<number>()

  /** O(nodes). */
  constructor(graph: Graph, removal: Removal = NOTHING) {
    const { snapshot, essential } = graph
    this.graph = graph
    this.removal = removal
    this.gone = new BitSet(snapshot.nodeCount)
    for (let i = 0; i < removal.nodes.length; i++) this.gone.add(removal.nodes[i]!)
    this.judged = specialSources(snapshot, essential)
    this.#cut = new Set(removal.edges)
    for (const edge of removal.edges) {
      const source = edgeSource(snapshot.firstEdge, edge)
      this.judged.add(source)
      this.#cutSources.add(source)
    }
  }

  /** Whether nothing is taken out. */
  get isWhole(): boolean {
    return this.removal.nodes.length === 0 && this.removal.edges.length === 0
  }

  /** Whether an edge of this node is taken out. */
  isCutAt(source: number): boolean {
    return this.#cutSources.has(source)
  }

  /** Whether an edge of a node that is left still keeps its target alive. O(1). */
  keeps(source: number, edge: number): boolean {
    const { snapshot, essential } = this.graph
    return keepsAlive(snapshot, essential, source, edge) && !this.#cut.has(edge)
  }

  /** The same for any source, both ends considered. */
  leads(source: number, edge: number): boolean {
    const link = this.graph.snapshot.edgeLink[edge]!
    const target = linkTarget(link)
    if (this.gone.has(source) || this.gone.has(target)) return false
    if (this.judged.has(source)) return this.keeps(source, edge)
    const type = linkType(link)
    return type !== EdgeType.weak && type !== EdgeType.shortcut && target !== source
  }
}
