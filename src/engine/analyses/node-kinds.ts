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

/** What nodes are wherever they stand, in numbers that mean the same in every heap. */
export class NodeKinds {
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes
  readonly #classOf: ClassTable['classOf']
  /** By class number. */
  readonly #classHash: Uint32Array
  /** By type. */
  readonly #isNamed: Uint8Array

  constructor({ snapshot, table }: CompleteHeap, hashes: StringHashes) {
    this.#snapshot = snapshot
    this.#hashes = hashes
    this.#classOf = table.classOf
    this.#classHash = Uint32Array.from(table.classes, ({ name }) => textHash(name))
    this.#isNamed = new Uint8Array(256)
    for (const type of NAMED) this.#isNamed[type] = 1
  }

  /** What a node is called by: its class, and the name of a function, a symbol or an element. O(1). */
  kindOf(node: number): number {
    const { nodeType, nodeName } = this.#snapshot
    const hash = this.#classHash[this.#classOf[node]!]!
    if (this.#isNamed[nodeType[node]!] === 0) return hash
    return Math.imul(hash, SPREAD) ^ this.#hashes.of(nodeName[node]!)
  }

  /** What there is to it apart from that: a string's text, else its size and how many references it has. O(1). */
  contentOf(node: number): number {
    const { nodeType, nodeName, selfSize, firstEdge } = this.#snapshot
    if (nodeType[node] === NodeType.string) return this.#hashes.of(nodeName[node]!)
    return (Math.imul(selfSize[node]!, SPREAD) + firstEdge[node + 1]! - firstEdge[node]!) >>> 0
  }
}
