import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type ObjectParts, Part } from './object-parts.ts'
import type { StoreReader } from './store-entries.ts'
import { sparseCapacity, storeWords } from './store-layout.ts'

/** Room for elements; `bytes` is what one takes. */
export interface ElementRoom {
  readonly capacity: number
  readonly bytes: number
  readonly sparse: boolean
}

/** How a backing store of elements is laid out; 0 where it does not show it. */
export const StoreOrder = { unknown: 0, flat: 1, hashed: 2 } as const
export type StoreOrder = (typeof StoreOrder)[keyof typeof StoreOrder]

/**
 * Tells flat backing stores of elements from hashed ones. Of what no table has the size, 8 bytes a word, is flat. In a flat
 * one, word i refers to element i. A store without references shows it by its hidden class, where others of that class have
 * some.
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

  /**
   * How the store of an object's elements is laid out, by what is seen of it alone: of what no table has the size, words of
   * 8 bytes tell it without a look at its references.
   */
  seen(node: number): StoreOrder {
    const store = this.#parts.at(node, Part.elements)
    if (store === -1) return StoreOrder.unknown
    const words = this.#word === 8 ? storeWords(this.#snapshot.selfSize[store]!, 8) : -1
    if (words !== -1 && sparseCapacity(words) === null) return StoreOrder.flat
    return this.#orderShown(node, store)
  }

  /** Learns from an object with elements how stores of its store's hidden class are laid out. @param order see `seen` */
  learn(node: number, order: StoreOrder): void {
    if (order === StoreOrder.unknown) return
    const map = this.#hiddenClass(this.#parts.at(node, Part.elements))
    this.#votes.set(map, (this.#votes.get(map) ?? 0) + (order === StoreOrder.flat ? 1 : -1))
  }

  /**
   * Null where the file does not tell. Wants all objects learnt from, where of any with elements nothing is seen.
   * @param seen of the object that the store belongs to
   */
  roomOf(store: number, seen: StoreOrder): ElementRoom | null {
    const { selfSize } = this.#snapshot
    const words = storeWords(selfSize[store]!, this.#word)
    if (words === -1) return null
    const order = seen || this.#orderOfClass(this.#hiddenClass(store))
    const sparse = sparseCapacity(words)
    if (order === StoreOrder.hashed) {
      return sparse === null ? null : { capacity: sparse, bytes: 3 * this.#word, sparse: true }
    }
    if (order === StoreOrder.unknown && (this.#word !== 8 || sparse !== null)) return null
    return { capacity: words, bytes: this.#word, sparse: false }
  }

  /**
   * What the references of a store tell: flat ones are among the elements of its owner, in the same order. Unknown
   * where there are none.
   */
  #orderShown(node: number, store: number): StoreOrder {
    const { firstEdge, edgeLink, edgeNames, nodeType } = this.#snapshot
    const names = edgeNames.addressOf(node)
    const storeNames = edgeNames.addressOf(store)
    const first = firstEdge[node]!
    const elements = firstEdge[node + 1]! - first
    const storeFirst = firstEdge[store]!
    let element = 0
    let seen = false
    for (let edge = storeFirst, end = firstEdge[store + 1]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      const word = this.#reader.wordNamed(linkType(link), edgeNames.nameAt(storeNames, edge - storeFirst))
      if (word === -1) continue
      while (
        element < elements &&
        (linkType(edgeLink[first + element]!) !== EdgeType.element || edgeNames.nameAt(names, element) < word)
      )
        element++
      const isElement = element < elements && edgeNames.nameAt(names, element) === word
      if (isElement && seen) continue
      if (nodeType[linkTarget(link)] === NodeType.number) continue
      if (!isElement) return StoreOrder.hashed
      seen = true
    }
    return seen ? StoreOrder.flat : StoreOrder.unknown
  }

  #orderOfClass(map: number): StoreOrder {
    const votes = this.#votes.get(map) ?? 0
    if (votes === 0) return StoreOrder.unknown
    return votes > 0 ? StoreOrder.flat : StoreOrder.hashed
  }

  #hiddenClass(store: number): number {
    const { firstEdge, edgeLink, edgeNames } = this.#snapshot
    const names = edgeNames.addressOf(store)
    const first = firstEdge[store]!
    for (let edge = first, end = firstEdge[store + 1]!; edge < end; edge++) {
      const link = edgeLink[edge]!
      if (linkType(link) === EdgeType.internal && this.#mapNames.has(edgeNames.nameAt(names, edge - first))) {
        return linkTarget(link)
      }
    }
    return -1
  }
}
