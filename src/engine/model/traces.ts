import type { WideColumn } from './snapshot.ts'

/**
 * What a file says of allocations as they happened, beside the objects that are left. Every part may be empty: a capture
 * of tracked allocations has stacks and samples, one of samples alone only those, a sampling profile only stacks.
 */
export interface Traces {
  readonly functions: TraceFunctions
  readonly tree: TraceTree
  readonly samples: AllocationSamples
}

/** Functions on stacks, a column each. Lines and columns count from 1; 0 where the file does not say. */
export interface TraceFunctions {
  /** String indexes. */
  readonly name: Uint32Array
  /** String indexes: the script's url. */
  readonly scriptName: Uint32Array
  readonly scriptId: Uint32Array
  readonly line: Uint32Array
  readonly column: Uint32Array
}

/**
 * Call stacks that allocated, as a tree in preorder: an entry stands behind its parent and before its parent's next child.
 * An entry's stack is the entry and all above it.
 */
export interface TraceTree {
  /** By which the column `Snapshot.nodeTrace` names entries. */
  readonly id: Uint32Array
  /** The entry above; of an entry at the top itself. */
  readonly parent: Uint32Array
  /** An entry of `TraceFunctions`. */
  readonly functionIndex: Uint32Array
  /** What was allocated with exactly this stack, alive or not: objects, and bytes. */
  readonly count: WideColumn
  readonly size: WideColumn
  /** The domain of tracemalloc: of what an entry and all below it allocated. Absent where it is 0 everywhere. */
  readonly domain?: Uint32Array
}

/** Moments at which the heap told how far its object ids had come, in the order of time. */
export interface AllocationSamples {
  /** Microseconds since tracking began. */
  readonly time: WideColumn
  /** The last id given out before. */
  readonly lastId: WideColumn
}

/**
 * The variables that functions share with those inside them, and who uses them, as the file's scripts state it. Scopes
 * stand in preorder: one at depth d is inside the last one before it at depth d - 1, script by script.
 */
export interface Scopes {
  /** By scope: the node of its script. */
  readonly scriptNode: Uint32Array
  /** By scope: what names it within its script. */
  readonly scopeId: Int32Array
  readonly depth: Uint32Array
  /** One more entry than there are scopes: those of scope i are `firstVariable[i]` to `firstVariable[i + 1]`, by slot. */
  readonly firstVariable: Uint32Array
  /** By variable: its name's string index. */
  readonly variableName: Uint32Array
  /** One more entry than there are scopes: where each scope's uses begin. */
  readonly firstUse: Uint32Array
  /** By use: the id of the scope that declares the variable, and the variable's number among that one's. */
  readonly useScopeId: Int32Array
  readonly useSlot: Uint32Array
}

/** No allocations at all. */
export function noTraces(): Traces {
  const none = (): Uint32Array => new Uint32Array(0)
  return {
    functions: { name: none(), scriptName: none(), scriptId: none(), line: none(), column: none() },
    tree: { id: none(), parent: none(), functionIndex: none(), count: none(), size: none() },
    samples: { time: none(), lastId: none() },
  }
}
