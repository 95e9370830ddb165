import { column, grown } from '../base/columns.ts'
import { blockAddress, type Tuples, TupleTable } from '../base/tuple-table.ts'
import type { EdgeNameColumns } from './edge-names.ts'
import { edgeSource } from './edge-source.ts'
import { linkType } from './links.ts'

/** Types of this many edges fit into one item. */
const TYPES_AN_ITEM = 8
const TYPE_BITS = 4

/** What a collector that begins in the middle has found; it can cross to another thread. */
export interface CollectedTail {
  /** The names of the edges before the first node that is whole. */
  readonly head: Uint32Array
  readonly tuples: Tuples
}

/** Makes sequences of the names of edges that come in the file's order, in pieces that may end within a node. */
export class EdgeNameCollector {
  readonly #firstEdge: Uint32Array
  readonly #sequence: Uint32Array
  readonly #table: TupleTable
  /** The node whose edges come next. */
  #node: number
  /** The names of its edges so far, and behind them, in the end, their types. */
  #items = new Uint32Array(256)
  #types = new Uint32Array(256 / TYPES_AN_ITEM)
  #length = 0
  /** Names of a node whose first edges come elsewhere; null until they are all here. */
  #head: Uint32Array | null = null

  /**
   * @param firstEdge `Snapshot.firstEdge`
   * @param sequence takes `EdgeNameColumns.sequence`
   * @param shared whether other threads should see the sequences
   * @param edge the edge that comes first
   */
  constructor(firstEdge: Uint32Array, sequence: Uint32Array, shared: boolean, edge = 0) {
    this.#firstEdge = firstEdge
    this.#sequence = sequence
    this.#table = new TupleTable(shared)
    this.#node = edge === 0 ? 0 : edgeSource(firstEdge, edge)
    if (firstEdge[this.#node] === edge) {
      this.#head = new Uint32Array(0)
      this.#closeNodes(edge)
    }
  }

  /**
   * Takes the names of `count` edges from edge `first` on, which follow those before.
   * @param names their names, from its beginning on
   * @param links `Snapshot.edgeLink`, in which they are already
   */
  take(names: Uint32Array, links: Uint32Array, first: number, count: number): void {
    const last = first + count
    for (let edge = first; edge < last;) {
      const end = Math.min(last, this.#firstEdge[this.#node + 1]!)
      this.#append(names, links, first, edge, end)
      edge = end
      this.#closeNodes(end)
    }
  }

  /** The sequences so far. */
  get tuples(): Tuples {
    return this.#table.tuples
  }

  /** What there is of edges that began in the middle. */
  get tail(): CollectedTail {
    return { head: this.#head ?? this.#items.slice(0, this.#length), tuples: this.tuples }
  }

  /**
   * Appends what another collector has found in all edges from `edge` on, which come next here.
   * @returns all sequences
   */
  join({ head, tuples }: CollectedTail, links: Uint32Array, edge: number): Tuples {
    this.take(head, links, edge, head.length)
    const mine = this.tuples
    const first = new Uint32Array(mine.first.length + tuples.first.length)
    first.set(mine.first)
    const behind = blockAddress(mine.blocks.length)
    for (let i = 0; i < tuples.first.length; i++) first[mine.first.length + i] = tuples.first[i]! + behind
    const sequence = this.#sequence
    for (let node = this.#node; node < sequence.length; node++) sequence[node]! += mine.first.length
    return { blocks: [...mine.blocks, ...tuples.blocks], first }
  }

  #append(names: Uint32Array, links: Uint32Array, first: number, from: number, to: number): void {
    const length = this.#length + to - from
    if (length + length / TYPES_AN_ITEM + 1 > this.#items.length) this.#grow(2 * length)
    const items = this.#items
    const types = this.#types
    for (let edge = from, at = this.#length; edge < to; edge++, at++) {
      items[at] = names[edge - first]!
      types[at >>> 3]! |= linkType(links[edge]!) << ((at & (TYPES_AN_ITEM - 1)) * TYPE_BITS)
    }
    this.#length = length
  }

  /** Ends the node at hand and those without edges behind it, once all edges before `edge` are there. */
  #closeNodes(edge: number): void {
    const firstEdge = this.#firstEdge
    while (this.#node + 1 < firstEdge.length && firstEdge[this.#node + 1]! === edge) {
      if (this.#head) this.#sequence[this.#node] = this.#table.intern(this.#items, this.#close())
      else {
        this.#head = this.#items.slice(0, this.#length)
        this.#close()
      }
      this.#node++
    }
  }

  /** Puts the types behind the names and begins anew. Returns how many items both are. */
  #close(): number {
    let items = this.#length
    for (let i = 0; i * TYPES_AN_ITEM < this.#length; i++) {
      this.#items[items++] = this.#types[i]!
      this.#types[i] = 0
    }
    this.#length = 0
    return items
  }

  #grow(capacity: number): void {
    this.#items = grown(this.#items, capacity)
    this.#types = grown(this.#types, Math.ceil(capacity / TYPES_AN_ITEM))
  }
}

/** The names of all edges whose names stand in one column, an entry each. O(edges). */
export function namesFromColumn(
  names: Uint32Array,
  links: Uint32Array,
  firstEdge: Uint32Array,
): EdgeNameColumns {
  const sequence = column(Uint32Array, firstEdge.length - 1, false)
  const collector = new EdgeNameCollector(firstEdge, sequence, false)
  collector.take(names, links, 0, names.length)
  return { sequence, tuples: collector.tuples }
}
