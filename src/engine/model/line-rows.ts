import type { ListRequest, Page } from './rows.ts'
import type { WideColumn } from './snapshot.ts'

/**
 * Which lines allocated memory, as plain columns that can cross to another thread: a tree of stacks in preorder, see
 * `TraceTree`, with its frames.
 */
export interface LineStacks {
  /** Whether living objects are counted, not memory blocks. */
  readonly ofObjects: boolean
  /** By entry: the entry above; of one at the top itself. */
  readonly parent: Uint32Array
  /** By entry: its frame. */
  readonly frame: Uint32Array
  /** By entry: memory blocks, or living objects, of exactly this stack, and their bytes. */
  readonly count: WideColumn
  readonly size: WideColumn
  /** By entry, see `TraceTree.domain`. */
  readonly domain: Uint32Array | null
  /** By frame: its file, a place in `files`, and its line, from 1. */
  readonly file: Uint32Array
  readonly line: Uint32Array
  readonly files: readonly string[]
}

/** What a row stands for. */
export const LINE_GROUPS = ['line', 'file', 'traceback'] as const
export type LineGroup = (typeof LINE_GROUPS)[number]

/** How stacks are put together. */
export interface LineGrouping {
  readonly by: LineGroup
  /** Whether a block counts for every frame of its stack, not for the innermost alone. A traceback is a whole stack. */
  readonly cumulative?: boolean
  /** Whether only what has more bytes in every capture than in the one before is listed. */
  readonly steady?: boolean
}

export interface LineFrame {
  readonly file: string
  /** From 1; null where the row is of a whole file. */
  readonly line: number | null
}

export type LineColumn = 'name' | 'size' | 'count' | 'average' | 'sizeDiff' | 'countDiff'

/** A line, file or traceback. Differences are between the capture and the first of those beside it. */
export interface LineRow {
  /** Names the row among those of one grouping. */
  readonly key: string
  /** The innermost first; one where the row is no traceback. */
  readonly frames: readonly LineFrame[]
  readonly size: number
  readonly count: number
  /** Bytes for each block; 0 where there are none. */
  readonly average: number
  /** By capture, in their order, this one last. */
  readonly sizes: readonly number[]
  readonly counts: readonly number[]
  readonly sizeDiff: number
  readonly countDiff: number
  /** Whether it has more bytes in every capture than in the one before. */
  readonly steady: boolean
  /** Finds its living objects; null where there are none to find, or too many stretches of the tree to name. */
  readonly query: string | null
}

export type LineRequest = ListRequest<LineColumn>

export interface LinePage extends Page<LineRow> {
  /** By capture: all that passes the filter. */
  readonly size: readonly number[]
  readonly count: readonly number[]
}
