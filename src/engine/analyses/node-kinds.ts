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
/** What a name is read for. */
const [KIND, CONTENT] = [1, 2]

/**
 * What the nodes of a batch are wherever they stand, in numbers that mean the same in every heap. Each column is read for
 * the whole batch before the next, so that cache misses overlap instead of following each other.
 */
export class NodeKinds {
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes
  readonly #classOf: ClassTable['classOf']
  /** By class number. */
  readonly #classHash: Uint32Array
  /** By type: whether the name tells what a node is, or what there is to it. */
  readonly #reads: Uint8Array
  /** By place in the batch. */
  readonly #class: Uint32Array
  readonly #type: Uint8Array
  readonly #name: Uint32Array
  readonly #size: Uint32Array

  /** @param most nodes of a batch */
  constructor({ snapshot, table }: CompleteHeap, hashes: StringHashes, most: number) {
    this.#snapshot = snapshot
    this.#hashes = hashes
    this.#classOf = table.classOf
    this.#classHash = Uint32Array.from(table.classes, ({ name }) => textHash(name))
    this.#reads = new Uint8Array(256)
    for (const type of NAMED) this.#reads[type] = KIND
    this.#reads[NodeType.string] = CONTENT
    this.#class = new Uint32Array(most)
    this.#type = new Uint8Array(most)
    this.#name = new Uint32Array(most)
    this.#size = new Uint32Array(most)
  }

  /** Reads a batch: the first `count` of `nodes`. */
  read(nodes: Uint32Array, count: number): void {
    const { nodeType, nodeName, selfSize } = this.#snapshot
    const reads = this.#reads
    const [type, name] = [this.#type, this.#name]
    for (let k = 0; k < count; k++) this.#class[k] = this.#classOf[nodes[k]!]!
    for (let k = 0; k < count; k++) type[k] = nodeType[nodes[k]!]!
    for (let k = 0; k < count; k++) this.#size[k] = selfSize[nodes[k]!]!
    for (let k = 0; k < count; k++) if (reads[type[k]!] !== 0) name[k] = nodeName[nodes[k]!]!
  }

  /** What a node of the batch is called by: its class, and the name of a function, a symbol or an element. O(1). */
  kindOf(k: number): number {
    const hash = this.#classHash[this.#class[k]!]!
    if (this.#reads[this.#type[k]!] !== KIND) return hash
    return Math.imul(hash, SPREAD) ^ this.#hashes.of(this.#name[k]!)
  }

  /** What there is to it apart from that: a string's text, else its size and how many references it has. O(1). */
  contentOf(k: number, references: number): number {
    if (this.#reads[this.#type[k]!] === CONTENT) return this.#hashes.of(this.#name[k]!)
    return (Math.imul(this.#size[k]!, SPREAD) + references) >>> 0
  }
}
