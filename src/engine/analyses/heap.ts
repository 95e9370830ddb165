import type { Comparison } from '../model/digest.ts'
import type { Graph, Retainers } from '../model/graph.ts'
import type { Snapshot, WideColumn } from '../model/snapshot.ts'
import type { ClassSizes } from './class-sizes.ts'
import type { ClassTable } from './classes.ts'

/** What is known of an open heap, for everything that makes rows. `ready` is null until the graph is computed. */
export interface Heap {
  readonly snapshot: Snapshot
  /** Values of `Detachedness`, after they were propagated. */
  readonly detachedness: Uint8Array
  /** Adjusted, in bytes. */
  readonly shallowSize: WideColumn
  readonly table: ClassTable
  readonly sizes: ClassSizes
  ready: ReadyHeap | null
  /** The other heap that this one is compared with; absent where it stands alone. */
  comparison?: Comparison | undefined
  /** The leaks that were looked for last; absent where none were. */
  leaks?: LeakSets | undefined
}

/** Clusters of leaks, so that filters find their objects. */
export interface LeakSets {
  /** Over which captures they were looked for. */
  readonly key: string
  /** Node indexes by fingerprint; null until they are found. */
  members: ReadonlyMap<string, Uint32Array> | null
}

export interface ReadyHeap {
  readonly graph: Graph
  /** By class number, in bytes. */
  readonly classRetained: Float64Array
  /** By class number. */
  readonly classDistance: Int32Array
  /** Nodes that nothing but weak references lead to. */
  readonly unreachable: number
  /** Null until they are collected: only paths and lists of references to an object need them. */
  retainers: Retainers | null
}

/** A heap about which everything is known. */
export type CompleteHeap = Heap & { readonly ready: ReadyHeap }

export function isComplete(heap: Heap): heap is CompleteHeap {
  return heap.ready !== null
}

/** A heap about which everything is known, what refers to an object included. */
export type WholeHeap = CompleteHeap & { readonly ready: ReadyHeap & { readonly retainers: Retainers } }

export function isWhole(heap: Heap): heap is WholeHeap {
  return heap.ready !== null && heap.ready.retainers !== null
}

/** All bytes of a heap: what its root retains. */
export function heapSize({ snapshot, ready }: CompleteHeap): number {
  return ready.graph.retainedSize[snapshot.root]!
}
