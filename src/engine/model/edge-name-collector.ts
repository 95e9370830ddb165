import { column, grown } from '../base/columns.ts'
import { blockAddress, type Tuples, TupleTable } from '../base/tuple-table.ts'
import type { EdgeNameColumns } from './edge-names.ts'
import { edgeSource } from './edge-source.ts'
import { WideNames } from './labels.ts'
import { linkType } from './links.ts'

/** Room for the labels of one node at first, and the most that is kept for the next. */
const FIRST_ROOM = 1 << 8
const MOST_KEPT = 1 << 16

/** What a collector that begins in the middle has found; it can cross to another thread. */
export interface CollectedTail {
  /** The labels of the edges before the first node that is whole. */
  readonly head: Uint32Array
  readonly tuples: Tuples
}

/** Recognizes lists of labels that it was shown lately, many a call, among labels that it holds itself. */
export interface RecentLists {
  /** To be filled, for some nodes one after the other: the edge after the last of each. */
  readonly ends: Uint32Array
  /** Takes the sequences of these nodes. */
  readonly numbers: Uint32Array
  /** Takes which of these nodes have lists that it does not know, each list once if it can; as many as `strange`. */
  readonly strangers: Uint32Array
  readonly strange: number
  /**
   * Writes the sequences of the lists that it knows.
   * @param at where the labels of the first node begin
   * @param first that node's first edge
   * @param nodes how many nodes there are
   * @param end the edge after the last whose label is there
   * @returns how many nodes there are whose labels are all there
   */
  recognize(at: number, first: number, nodes: number, end: number): number
  /** Learns the sequences of the strangers, now that they are among the numbers, and fills in the others of these nodes. */
  settle(nodes: number): void
}

/** Makes sequences of the labels of edges that come in the file's order, in pieces that may end within a node. */
export class EdgeNameCollector {
  readonly #firstEdge: Uint32Array
  readonly #sequence: Uint32Array
  readonly #table: TupleTable
  /** The node whose edges come next. */
  #node: number
  /** The labels of its edges from earlier pieces. */
  #begun = new Uint32Array(FIRST_ROOM)
  #length = 0
  /** Labels of a node whose first edges come elsewhere; null until they are all here. */
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
      this.#closeNodes(edge, this.#begun, 0, 0)
    }
  }

  /**
   * Takes the labels of `count` edges from edge `first` on, which follow those before.
   * @param recent holds the same labels, where somebody does
   */
  take(labels: Uint32Array, first: number, count: number, recent?: RecentLists): void {
    let at = 0
    if (this.#length > 0 || !this.#head) {
      // A node that began in an earlier piece comes first.
      at = this.#firstEdge[this.#node + 1]! - first
      this.#keep(labels, 0, Math.min(at, count))
      if (at > count) return
      this.#closeNodes(first + at, this.#begun, 0, this.#length)
    }
    at = recent
      ? this.#recognizeWhole(labels, first, at, count, recent)
      : this.#takeWhole(labels, first, at, count)
    if (at < count) this.#keep(labels, at, count)
  }

  /** Takes the nodes whose labels are all there, from `labels[from]` on. Returns where they end. */
  #takeWhole(labels: Uint32Array, first: number, from: number, count: number): number {
    const firstEdge = this.#firstEdge
    const sequence = this.#sequence
    const table = this.#table
    const nodes = sequence.length
    let node = this.#node
    let at = from
    while (node < nodes) {
      const end = firstEdge[node + 1]! - first
      if (end > count) break
      sequence[node++] = table.intern(labels, end - at, at)
      at = end
    }
    this.#node = node
    return at
  }

  /** Does the same; most lists are known. */
  #recognizeWhole(
    labels: Uint32Array,
    first: number,
    from: number,
    count: number,
    recent: RecentLists,
  ): number {
    const { ends, numbers } = recent
    let at = from
    for (;;) {
      const most = Math.min(ends.length, this.#sequence.length - this.#node)
      ends.set(this.#firstEdge.subarray(this.#node + 1, this.#node + 1 + most))
      const nodes = recent.recognize(at, first + at, most, first + count)
      if (recent.strange > 0) {
        this.#introduce(labels, first, at, recent)
        recent.settle(nodes)
      }
      this.#sequence.set(numbers.subarray(0, nodes), this.#node)
      this.#node += nodes
      if (nodes > 0) at = ends[nodes - 1]! - first
      if (nodes < most || nodes === 0) return at
    }
  }

  /** Finds the sequences of lists that were not recognized. @param from where the first node's labels begin */
  #introduce(labels: Uint32Array, first: number, from: number, recent: RecentLists): void {
    const { ends, numbers, strangers, strange } = recent
    for (let i = 0; i < strange; i++) {
      const node = strangers[i]!
      const at = node === 0 ? from : ends[node - 1]! - first
      numbers[node] = this.#table.find(labels, ends[node]! - first - at, at)
    }
  }

  /** The sequences so far. */
  get tuples(): Tuples {
    return this.#table.tuples
  }

  /** What there is of edges that began in the middle. */
  get tail(): CollectedTail {
    return { head: this.#head ?? this.#begun.subarray(0, this.#length), tuples: this.tuples }
  }

  /**
   * Appends what another collector has found in all edges from `edge` on, which come next here.
   * @returns all sequences
   */
  join({ head, tuples }: CollectedTail, edge: number): Tuples {
    this.take(head, edge, head.length)
    const mine = this.tuples
    const first = new Uint32Array(mine.first.length + tuples.first.length)
    first.set(mine.first)
    const behind = blockAddress(mine.blocks.length)
    for (let i = 0; i < tuples.first.length; i++) first[mine.first.length + i] = tuples.first[i]! + behind
    const sequence = this.#sequence
    for (let node = this.#node; node < sequence.length; node++) sequence[node]! += mine.first.length
    return { blocks: [...mine.blocks, ...tuples.blocks], first }
  }

  #keep(labels: Uint32Array, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#begun.length) {
      const edges = this.#firstEdge[this.#node + 1]! - this.#firstEdge[this.#node]!
      this.#begun = grown(this.#begun, edges)
    }
    this.#begun.set(labels.subarray(from, to), this.#length)
    this.#length = length
  }

  /**
   * Ends the node at hand and those without edges behind it, once all edges before `edge` are there; the labels of the
   * first are `labels[from..to)`.
   */
  #closeNodes(edge: number, labels: Uint32Array, from: number, to: number): void {
    const firstEdge = this.#firstEdge
    let start = from
    while (this.#node + 1 < firstEdge.length && firstEdge[this.#node + 1]! === edge) {
      if (this.#head) this.#sequence[this.#node] = this.#table.intern(labels, to - start, start)
      else this.#head = labels.slice(start, to)
      start = to
      this.#node++
    }
    this.#length = 0
    // A hub's millions are not kept for nodes that have a few.
    if (this.#begun.length > MOST_KEPT) this.#begun = new Uint32Array(FIRST_ROOM)
  }
}

/** The names of all edges whose names stand in one column, an entry each. O(edges). */
export function namesFromColumn(
  names: Uint32Array,
  links: Uint32Array,
  firstEdge: Uint32Array,
): EdgeNameColumns {
  const wide = new WideNames()
  const sequence = column(Uint32Array, firstEdge.length - 1, false)
  const collector = new EdgeNameCollector(firstEdge, sequence, false)
  const labels = names.map((name, edge) => wide.labelOf(name, linkType(links[edge]!)))
  collector.take(labels, 0, labels.length)
  return { sequence, tuples: collector.tuples, wide: [wide.names] }
}
