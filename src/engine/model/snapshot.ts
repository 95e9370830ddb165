import type { LineReport } from './line-report.ts'
import type { Series } from './series.ts'
import type { EdgeNames } from './edge-names.ts'
import type { PythonHeap } from './python-heap.ts'
import type { StringTable } from './string-table.ts'
import type { Scopes, Traces } from './traces.ts'

declare const nodeBrand: unique symbol
declare const edgeBrand: unique symbol

/** A node's position in file order, from 0. Not its id. */
export type NodeIndex = number & { readonly [nodeBrand]?: true }
/** An edge's position in file order, from 0. */
export type EdgeIndex = number & { readonly [edgeBrand]?: true }

/** Whole numbers: 32 bits each, or doubles (exact to 2^53) where one of them does not fit. */
export type WideColumn = Uint32Array | Float64Array

/** Where objects were constructed or functions defined. Millions of objects share some thousand places. */
export interface Locations {
  /** By node: the number of its place, 0 where it has none. */
  readonly place: PlaceColumn
  readonly places: Places
}

/** 16 bits each where no more places are to be told apart. */
export type PlaceColumn = Uint16Array | Uint32Array

/** Distinct positions in scripts, by place number; entry 0 is unused. Lines and columns count from 0. */
export interface Places {
  readonly scriptId: Uint32Array
  readonly line: Uint32Array
  readonly column: Uint32Array
  /** The node named `system / Script / <url>`, or null in files without that field. */
  readonly scriptNode: Uint32Array | null
}

/**
 * What wrote a file, and what it holds. A sampling profile and a dump of tracemalloc have stacks and nothing but a root for
 * a heap, a series what a process used over time, a report what its lines added.
 */
export const FAMILIES = ['v8', 'v8 profile', 'cpython', 'cpython trace', 'series', 'line report'] as const
export type Family = (typeof FAMILIES)[number]

/**
 * A heap as it stands in the file, in columns: entry i of a node column belongs to node i, of an edge column to edge i.
 * The edges of node n are `firstEdge[n]` to `firstEdge[n + 1]`, in file order.
 */
export interface Snapshot {
  readonly family: Family
  readonly nodeCount: number
  readonly edgeCount: number
  readonly root: NodeIndex
  /** Numbers of `NodeType`; names for all numbers that occur are in `nodeTypeNames`. */
  readonly nodeType: Uint8Array
  readonly nodeTypeNames: readonly string[]
  /** String indexes. Detached DOM nodes get theirs replaced by "Detached …". */
  readonly nodeName: Uint32Array
  /** The heap's own object ids, which people write as @123; of Python objects their addresses. */
  readonly nodeId: WideColumn
  /** Bytes as the file states them. */
  readonly selfSize: WideColumn
  /** Values of `Detachedness`: empty where all are unknown, null where the file has no such field. */
  readonly detachedness: Uint8Array | null
  /** nodeCount + 1 entries. */
  readonly firstEdge: Uint32Array
  /** Target and type (a number of `EdgeType`) of each edge in one number, see `links.ts`. */
  readonly edgeLink: Uint32Array
  readonly edgeTypeNames: readonly string[]
  readonly edgeNames: EdgeNames
  readonly strings: StringTable
  readonly locations: Locations | null
  /** Allocations as they happened; null where none were tracked. */
  readonly traces: Traces | null
  /** By node: the `TraceTree.id` of the stack that allocated it, 0 where none is known; null where all are 0. */
  readonly nodeTrace: Uint32Array | null
  /** Variables shared between functions; null where the file does not say. */
  readonly scopes: Scopes | null
  /** What only heaps of CPython say; null in others. */
  readonly python: PythonHeap | null
  /** Native memory of the process that no node stands for, in bytes. */
  readonly extraNativeBytes: number
  /** What a process used over time; only in a series. */
  readonly series?: Series
  /** What the lines of functions added; only in a line report. */
  readonly report?: LineReport
}
