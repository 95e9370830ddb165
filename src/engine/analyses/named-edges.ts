import { FirstEdges, NO_EDGE } from '../graph/first-edges.ts'
import type { Snapshot } from '../model/snapshot.ts'

/**
 * Follows edges of one type by some names, such as the fields of a library's objects, which no minifier changes, or the
 * engine's own references.
 */
export class NamedEdges {
  readonly #edges: readonly FirstEdges[]

  /** @param type a number of `EdgeType` whose names are strings @param names for each edge the strings that spell it */
  constructor(snapshot: Snapshot, type: number, names: readonly ReadonlySet<number>[]) {
    this.#edges = names.map((spelled) => new FirstEdges(snapshot, type, spelled))
  }

  /** Where an edge leads, or -1. O(1), or O(edges) for the first node of a sequence. @param name its place in `names` */
  at(node: number, name: number): number {
    return this.#edges[name]!.target(node)
  }

  /** Whether a node has edges of all names. */
  hasAll(node: number): boolean {
    return this.#edges.every((edge) => edge.target(node) !== NO_EDGE)
  }
}
