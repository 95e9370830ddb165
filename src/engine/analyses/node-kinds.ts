import { textHash } from '../base/mix.ts'
import { NodeType } from '../model/kinds.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { ClassTable } from './classes.ts'
import type { CompleteHeap } from './heap.ts'
import type { StringHashes } from './string-hashes.ts'

/** Types of which the name says what a node is and the class does not. */
const NAMED = [
  NodeType.closure,
  NodeType.code,
  NodeType.hidden,
  NodeType.regexp,
  NodeType.synthetic,
  NodeType.symbol,
  NodeType.bigint,
]
const SPREAD = 0x9e37_79b1

/**
 * What nodes are wherever they stand, in numbers that mean the same in every heap: a column that is filled twice. Nodes are
 * read in their order in the file, so that nothing has to be waited for.
 */
export class NodeKinds {
  /** By node: what was read last. */
  readonly column: Uint32Array
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes
  readonly #classOf: ClassTable['classOf']
  /** By class number. */
  readonly #classHash: Uint32Array
  /** By type. */
  readonly #isNamed: Uint8Array

  constructor({ snapshot, table }: CompleteHeap, hashes: StringHashes) {
    this.column = new Uint32Array(snapshot.nodeCount)
    this.#snapshot = snapshot
    this.#hashes = hashes
    this.#classOf = table.classOf
    this.#classHash = Uint32Array.from(table.classes, ({ name }) => textHash(name))
    this.#isNamed = new Uint8Array(256)
    for (const type of NAMED) this.#isNamed[type] = 1
  }

  /** What nodes are called by: their class, and the name of a function, a symbol or an element. */
  readKinds(from: number, to: number): void {
    const { nodeType, nodeName } = this.#snapshot
    for (let node = from; node < to; node++) {
      const hash = this.#classHash[this.#classOf[node]!]!
      const isNamed = this.#isNamed[nodeType[node]!] === 1
      this.column[node] = isNamed ? Math.imul(hash, SPREAD) ^ this.#hashes.of(nodeName[node]!) : hash
    }
  }

  /** What there is to them apart from that: a string's text, else its size and how many references it has. */
  readContents(from: number, to: number): void {
    const { nodeType, nodeName, selfSize, firstEdge } = this.#snapshot
    for (let node = from; node < to; node++) {
      this.column[node] =
        nodeType[node] === NodeType.string
          ? this.#hashes.of(nodeName[node]!)
          : Math.imul(selfSize[node]!, SPREAD) + firstEdge[node + 1]! - firstEdge[node]!
    }
  }
}
