import type { BitSet } from '../base/bit-set.ts'
import type { IdFilter } from '../base/id-filter.ts'
import type { Snapshot, WideColumn } from './snapshot.ts'

/** Distance of a node that nothing leads to. */
export const NO_DISTANCE = -1
/** Distances from here up were found only from the root's system side, not from the program's globals. */
export const SYSTEM_DISTANCE = 100_000_000

/**
 * The names of the two internal edges that stand for one WeakMap entry, one from the table and one from the key to the
 * value: `N / part of key (… @id) -> value (… @id) pair in WeakMap (table @T)`. Both names are the same but for N.
 */
export interface WeakMapPairs {
  /** How many pairs there are. */
  readonly count: number
  /** By string index: the number of its pair, from 1, or 0 for any other string. Empty where there is no pair. */
  readonly ofName: Uint32Array
  /** By pair number: the heap id of the table. Entry 0 is unused. */
  readonly tableId: readonly number[]
  /** Heap ids of all tables, and maybe some others. */
  readonly tables: IdFilter
  /** Heap ids of all tables and keys, and maybe some others. */
  readonly nodes: IdFilter
}

/** What decides, besides an edge's type, whether it keeps its target alive. */
export interface EssentialEdges {
  /** The nodes that belong to the page, not to a debugger. */
  readonly page: BitSet
  readonly pairs: WeakMapPairs
}

/**
 * Where the edges into each node start: those into node n are the entries `first[n]` to `first[n + 1] - 1` of `source`,
 * one an edge, in the order of the edges. Entry e starts at node `e >>> 1`, and `e & 1` says whether it keeps its target
 * alive.
 */
export interface Retainers {
  /** nodeCount + 1 entries. */
  readonly first: Uint32Array
  /** edgeCount entries. */
  readonly source: Uint32Array
}

/** The children of each node in the dominator tree: those of node n are `node[first[n]]` to `node[first[n + 1] - 1]`. */
export interface Dominated {
  readonly first: Uint32Array
  /** Node indexes, nodeCount - 1 entries (the root is nobody's child), ascending within each parent. */
  readonly node: Uint32Array
}

/** What the graph algorithms found about a snapshot; node columns unless said otherwise. */
export interface Graph {
  readonly snapshot: Snapshot
  readonly essential: EssentialEdges
  /** Adjusted shallow sizes in bytes. They add up to the same total as `selfSize`. */
  readonly shallowSize: WideColumn
  /** Steps from the program's globals; `NO_DISTANCE` where there is no way. */
  readonly distance: Int32Array
  /** Immediate dominators as node indexes; the root's is itself. */
  readonly dominator: Uint32Array
  /** Bytes freed if the node went away. */
  readonly retainedSize: WideColumn
  readonly dominated: Dominated
}
