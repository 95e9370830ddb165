import type { Kind, SourcePosition } from './rows.ts'
import type { LineStacks } from './line-rows.ts'
import type { WideColumn } from './snapshot.ts'

/** Stands for "no such node". */
export const NO_NODE = 0xffff_ffff

/** How the objects of two heaps are told to be the same. */
export type MatchedBy = 'id' | 'path'

/** One class with its sums, as digests carry it. Sizes are bytes. */
export interface DigestClass {
  readonly key: string
  readonly name: string
  readonly kind: Kind
  readonly source: SourcePosition | null
  /** The filter that finds its objects and no others. */
  readonly query: string
  readonly count: number
  readonly shallowSize: number
  readonly retainedSize: number
}

/**
 * Some of a heap's ids, those with the smallest hashes, so that two heaps which share ids have drawn the same ones
 * (Broder's sketch of 1997). By place, ordered by hash.
 */
export interface IdSample {
  readonly id: Float64Array
  /** Of type and name: an object keeps both for life. */
  readonly identity: Uint32Array
}

/**
 * What objects are called by where they stand, in hashes that mean the same in every heap. Many stand alike, so that what they
 * are called is kept once.
 */
export interface PathKeys {
  /** All nodes, by their distance and then as what refers to them has them: what alike things hold comes in their order. */
  readonly order: Uint32Array
  /** By place in `order`: the number of the node's key. Those that have one path and one content have one key. */
  readonly key: Uint32Array
  /** By key: the number of its path. */
  readonly path: Uint32Array
  /** By key: the hash of what a node is apart from where it stands: a string's text, sizes. */
  readonly content: Uint32Array
  /** By path: two hashes of it. No two paths have both in common. */
  readonly low: Uint32Array
  readonly high: Uint32Array
  /** By path: the hash of its last step: the class, the retainer's class and what the reference is called. */
  readonly step: Uint32Array
}

/**
 * What of a heap another one is compared with: plain columns that can cross to another thread, by node index and class
 * number. About 18 bytes a node; with paths 8 more, and 20 for each key.
 */
export interface Digest {
  readonly file: string
  readonly nodeCount: number
  readonly root: number
  readonly nodeId: WideColumn
  /** Adjusted, in bytes. */
  readonly shallowSize: WideColumn
  readonly retainedSize: WideColumn
  /** Immediate dominators as node indexes; the root's is itself. */
  readonly dominator: Uint32Array
  readonly classOf: Uint16Array | Uint32Array
  readonly classes: readonly DigestClass[]
  readonly sample: IdSample
  /** Null where they were not asked for. */
  readonly paths: PathKeys | null
  /** Which lines allocated what; null where that is not known, or not told in lines. */
  readonly stacks: LineStacks | null
}

/** What a heap's objects are told by in other heaps of its process. */
export type HeapIds = Pick<Digest, 'file' | 'nodeCount' | 'root' | 'nodeId' | 'sample'>

/** Which objects of two heaps are the same. */
export interface Alignment {
  readonly matchedBy: MatchedBy
  /** By node of the target: the same object in the base, or `NO_NODE`. */
  readonly inBase: Uint32Array
  /** By node of the base: the same object in the target, or `NO_NODE`. */
  readonly inTarget: Uint32Array
}

/** An open heap beside another one. */
export interface Comparison {
  /** What the open heap is. */
  readonly role: 'base' | 'target'
  readonly matchedBy: MatchedBy
  readonly other: Digest
  /** By node of the open heap: the same object in the other, or `NO_NODE`. */
  readonly counterpart: Uint32Array
  /** By class number of the open heap: the same class in the other, or -1. */
  readonly classThere: Int32Array
}

/** An open heap beside an earlier one of which nothing but its ids is known. */
export interface IdComparison {
  readonly role: 'later'
  /** By node of the open heap: the same object in the other, or `NO_NODE`. */
  readonly counterpart: Uint32Array
}
