import { textHash } from '../base/mix.ts'
import { EdgeType, edgeHasIndex } from '../model/kinds.ts'
import { linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { StringHashes } from './string-hashes.ts'

/** What stands for an element of an array, whichever it is. */
export const ELEMENT = textHash('[]')

/** What edges are called, in numbers that mean the same in every heap: by the engine without the numbers in its names. */
export class EdgeLabels {
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes

  constructor(snapshot: Snapshot, hashes: StringHashes) {
    this.#snapshot = snapshot
    this.#hashes = hashes
  }

  /** O(1), but for the first edge of each name. */
  of(node: number, edge: number): number {
    const { edgeLink, edgeNames, firstEdge } = this.#snapshot
    return this.at(edgeNames.addressOf(node), edge - firstEdge[node]!, linkType(edgeLink[edge]!))
  }

  /** The same by the edge's place among those of its node, whose names begin at an address of `EdgeNames`. */
  at(address: number, place: number, type: number): number {
    if (edgeHasIndex(type)) return ELEMENT
    const name = this.#snapshot.edgeNames.nameAt(address, place)
    return type === EdgeType.internal ? this.#hashes.withoutNumbers(name) : this.#hashes.of(name)
  }
}
