import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'

const UNKNOWN = -2

/** Nothing of that name among a node's edges. */
export const NO_EDGE = -1

/**
 * Finds each node's first edge of one type and one of some names. Where it stands is looked for once for each sequence of
 * names, so that asking for all nodes takes O(nodes + names).
 */
export class FirstEdges {
  readonly #snapshot: Snapshot
  readonly #type: number
  readonly #names: ReadonlySet<number>
  /** By sequence: the place of the edge among its node's; NO_EDGE, or UNKNOWN at first. */
  readonly #place: Int32Array

  /** @param type a number of `EdgeType` @param names string indexes, or indexes for element and hidden edges */
  constructor(snapshot: Snapshot, type: number, names: ReadonlySet<number>) {
    this.#snapshot = snapshot
    this.#type = type
    this.#names = names
    // Nothing is called by a name that the file does not hold.
    this.#place = new Int32Array(snapshot.edgeNames.count).fill(names.size === 0 ? NO_EDGE : UNKNOWN)
  }

  /** The node it leads to, or `NO_EDGE`. */
  target(node: number): number {
    const { edgeNames, firstEdge, edgeLink } = this.#snapshot
    const sequence = edgeNames.sequenceOf(node)
    let place = this.#place[sequence]!
    if (place === UNKNOWN) place = this.#place[sequence] = this.#find(node)
    return place === NO_EDGE ? NO_EDGE : linkTarget(edgeLink[firstEdge[node]! + place]!)
  }

  #find(node: number): number {
    const { edgeNames, firstEdge, edgeLink } = this.#snapshot
    const names = edgeNames.addressOf(node)
    const first = firstEdge[node]!
    const count = firstEdge[node + 1]! - first
    for (let i = 0; i < count; i++) {
      if (linkType(edgeLink[first + i]!) === this.#type && this.#names.has(edgeNames.nameAt(names, i)))
        return i
    }
    return NO_EDGE
  }
}
