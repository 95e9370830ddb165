import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { ObjectParts } from './object-parts.ts'
import type { StoreReader } from './store-entries.ts'
import { sparseCapacity, storeWords } from './store-layout.ts'

/** Room for elements; `bytes` is what one takes. */
export interface ElementRoom {
  readonly capacity: number
  readonly bytes: number
  readonly sparse: boolean
}

type Order = 'flat' | 'hashed'

/**
 * Tells flat backing stores of elements from hashed ones. In a flat one, word i refers to element i. A store without
 * references shows it by its hidden class, where others of that class have some; one of which even this is not known is
 * flat if no table has its size, since numbers are kept flat, 8 bytes each.
 */
export class ElementStores {
  readonly #snapshot: Snapshot
  readonly #parts: ObjectParts
  readonly #reader: StoreReader
  readonly #word: number
  /** By hidden class, -1 where the file does not name it: how many more stores were seen to be flat than hashed. */
  readonly #votes = new Map<number, number>()
  readonly #mapNames: ReadonlySet<number>

  /** @param mapNames string indexes that read `map` */
  constructor(
    snapshot: Snapshot,
    parts: ObjectParts,
    reader: StoreReader,
    word: number,
    mapNames: ReadonlySet<number>,
  ) {
    this.#snapshot = snapshot
    this.#parts = parts
    this.#reader = reader
    this.#word = word
    this.#mapNames = mapNames
  }

  /** Learns from an object with elements how stores of its store's hidden class are laid out. */
  learn(node: number): void {
    const store = this.#parts.at(node, 'elements')
    if (store === -1) return
    const order = this.#orderShown(node, store)
    if (!order) return
    const map = this.#hiddenClass(store)
    this.#votes.set(map, (this.#votes.get(map) ?? 0) + (order === 'flat' ? 1 : -1))
  }

  /** Null where the file does not tell. Wants all objects learnt from. */
  roomOf(node: number, store: number): ElementRoom | null {
    const { selfSize } = this.#snapshot
    const words = storeWords(selfSize[store]!, this.#word)
    if (words === -1) return null
    const order = this.#orderShown(node, store) ?? this.#orderOfClass(this.#hiddenClass(store))
    const sparse = sparseCapacity(words)
    if (order === 'hashed') {
      return sparse === null ? null : { capacity: sparse, bytes: 3 * this.#word, sparse: true }
    }
    if (order === null && (this.#word !== 8 || sparse !== null)) return null
    return { capacity: words, bytes: this.#word, sparse: false }
  }

  /**
   * What the references of a store tell: flat ones are among the elements of its owner, in the same order. Null where
   * there are none.
   */
  #orderShown(node: number, store: number): Order | null {
    const { firstEdge, edgeLink, edgeNames, nodeType } = this.#snapshot
    const isElementFrom = (source: number, edge: number, index: number): boolean =>
      linkType(edgeLink[edge]!) === EdgeType.element && edgeNames.at(source, edge) >= index
    let element = firstEdge[node]!
    const end = firstEdge[node + 1]!
    let seen = false
    for (let edge = firstEdge[store]!; edge < firstEdge[store + 1]!; edge++) {
      const word = this.#reader.wordOf(store, edge)
      if (word === -1 || nodeType[linkTarget(edgeLink[edge]!)] === NodeType.number) continue
      while (element < end && !isElementFrom(node, element, word)) element++
      if (element === end || edgeNames.at(node, element) !== word) return 'hashed'
      seen = true
    }
    return seen ? 'flat' : null
  }

  #orderOfClass(map: number): Order | null {
    const votes = this.#votes.get(map) ?? 0
    if (votes === 0) return null
    return votes > 0 ? 'flat' : 'hashed'
  }

  #hiddenClass(store: number): number {
    const { firstEdge, edgeLink, edgeNames } = this.#snapshot
    for (let edge = firstEdge[store]!; edge < firstEdge[store + 1]!; edge++) {
      const link = edgeLink[edge]!
      if (linkType(link) === EdgeType.internal && this.#mapNames.has(edgeNames.at(store, edge))) {
        return linkTarget(link)
      }
    }
    return -1
  }
}
