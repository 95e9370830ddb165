import type { BitSet } from '../base/bit-set.ts'
import type { Snapshot, WideColumn } from './snapshot.ts'

/** Distance of a node that nothing leads to. */
export const NO_DISTANCE = -1
/** Distances from here up were found only from the root's system side, not from the program's globals. */
export const SYSTEM_DISTANCE = 100_000_000

/** The edges into each node: those of node n are `edge[first[n]]` to `edge[first[n + 1] - 1]`, in ascending order. */
export interface Retainers {
  /** nodeCount + 1 entries. */
  readonly first: Uint32Array
  /** Edge indexes, edgeCount entries. */
  readonly edge: Uint32Array
}

/** The children of each node in the dominator tree, laid out like `Retainers`. */
export interface Dominated {
  readonly first: Uint32Array
  /** Node indexes, nodeCount - 1 entries (the root is nobody's child), ascending within each parent. */
  readonly node: Uint32Array
}

/** What the graph algorithms found about a snapshot; node columns unless said otherwise. */
export interface Graph {
  readonly snapshot: Snapshot
  /** One bit an edge: whether it keeps its target alive. */
  readonly essential: BitSet
  /** Adjusted shallow sizes in bytes. They add up to the same total as `selfSize`. */
  readonly shallowSize: WideColumn
  /** Steps from the program's globals; `NO_DISTANCE` where there is no way. */
  readonly distance: Int32Array
  /** Immediate dominators as node indexes; the root's is itself. */
  readonly dominator: Uint32Array
  /** Bytes freed if the node went away. */
  readonly retainedSize: Float64Array
  readonly retainers: Retainers
  readonly dominated: Dominated
}
