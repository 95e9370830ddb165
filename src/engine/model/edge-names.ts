import { BLOCK_BITS, type Tuples } from '../base/tuple-table.ts'
import { labelName, type WideTables } from './labels.ts'

const OFFSET = (1 << BLOCK_BITS) - 1

/** The names of all edges as plain columns, which can cross to another thread. */
export interface EdgeNameColumns {
  /** By node: the number of its sequence of labels. */
  readonly sequence: Uint32Array
  /** The sequences: a label for each edge of their nodes, in their order. */
  readonly tuples: Tuples
  readonly wide: WideTables
}

/**
 * The names of all edges. Objects of one class call their edges alike, so that the names are kept once for each distinct
 * sequence of names and types, and a node has only the number of its sequence.
 */
export class EdgeNames {
  readonly columns: EdgeNameColumns
  readonly #sequence: Uint32Array
  readonly #blocks: readonly Uint32Array[]
  readonly #first: Uint32Array
  readonly #firstEdge: Uint32Array

  /** @param firstEdge `Snapshot.firstEdge` of the same nodes */
  constructor(columns: EdgeNameColumns, firstEdge: Uint32Array) {
    this.columns = columns
    this.#sequence = columns.sequence
    this.#blocks = columns.tuples.blocks
    this.#first = columns.tuples.first
    this.#firstEdge = firstEdge
  }

  /** How many sequences there are. */
  get count(): number {
    return this.#first.length
  }

  /** The number of a node's sequence: nodes of one sequence have edges of the same names and types. Two may be equal. */
  sequenceOf(node: number): number {
    return this.#sequence[node]!
  }

  /** Where the labels of a node's edges begin, for `nameAt`. O(1). */
  addressOf(node: number): number {
    return this.#first[this.#sequence[node]!]!
  }

  /** What the edge at `place` among those of a node is called, see `at`. O(1). */
  nameAt(address: number, place: number): number {
    return labelName(this.labelAt(address, place), this.columns.wide)
  }

  /** The label of the edge at `place` among those of a node. @param address see `addressOf` */
  labelAt(address: number, place: number): number {
    return this.#blocks[address >>> BLOCK_BITS]![(address & OFFSET) + place]!
  }

  /** What an edge of `node` is called: a string index, or for element and hidden edges the index itself. O(1). */
  at(node: number, edge: number): number {
    return this.nameAt(this.addressOf(node), edge - this.#firstEdge[node]!)
  }

  /** The labels of a node's edges, as a view. */
  labelsOf(node: number): Uint32Array {
    const address = this.#first[this.#sequence[node]!]!
    const start = address & OFFSET
    const count = this.#firstEdge[node + 1]! - this.#firstEdge[node]!
    return this.#blocks[address >>> BLOCK_BITS]!.subarray(start, start + count)
  }
}

/** What stands for the names of edges where there are none. */
export function noEdgeNames(): EdgeNames {
  const tuples = { blocks: [], first: new Uint32Array(0) }
  return new EdgeNames({ sequence: new Uint32Array(0), tuples, wide: [] }, new Uint32Array(0))
}
