import type { LineReport } from './line-report.ts'
import type { Kind, SourcePosition } from './rows.ts'

/** Objects and their bytes as the file states them: each where it was allocated itself, not with its owner. */
export interface Amount {
  readonly count: number
  readonly size: number
}

/** What a capture knows of allocations. */
export interface AllocationSummary {
  /** Whether it is a sampling profile: then there are no objects, and counts are those of samples. */
  readonly isProfile: boolean
  /** Whether stacks are lines of Python, with memory blocks as tracemalloc counts them. */
  readonly isPython: boolean
  /** What the lines of functions added; null but in a line report. */
  readonly report: LineReport | null
  /** Null where there are no samples over time. */
  readonly timeline: TimelineSummary | null
  /** Null where there are no stacks. */
  readonly stacks: StackSummary | null
}

export interface TimelineSummary {
  readonly samples: number
  /** Microseconds of the first and the last sample. */
  readonly start: number
  readonly end: number
  /** What lives and was allocated between the first and the last sample. */
  readonly during: Amount
  /** What was there before the first. */
  readonly before: Amount
  /** What came after the last: mostly what the capture itself made. */
  readonly after: Amount
  /** What the browser or runtime holds beside V8's heap: its ids say nothing of time. */
  readonly untimed: Amount
}

export interface StackSummary {
  /** Different stacks. */
  readonly stacks: number
  readonly functions: number
  /** Whether memory blocks are counted, that were allocated and not freed, as tracemalloc does. */
  readonly blocks: boolean
  /** What was allocated with a known stack, alive or not. */
  readonly allocated: Amount
  /** What of it lives; null where objects do not tell their stacks. */
  readonly live: Amount | null
}

/** What was allocated between two samples, or several in a row, and lives. Times are in microseconds. */
export interface TimelineBin extends Amount {
  /** After this moment, up to `last`, which belongs to it. */
  readonly after: number
  /** The first and the last sample that end a stretch of this bin. */
  readonly first: number
  readonly last: number
}

export type AllocatedClassColumn = 'name' | 'count' | 'size'

/** Objects of one class among those allocated in a stretch of time. */
export interface AllocatedClassRow extends Amount {
  readonly key: string
  readonly name: string
  readonly kind: Kind
  readonly source: SourcePosition | null
  /** Finds those that lists show: without what counts with its owner. */
  readonly query: string
}

/** Sums of a stack or a function. Live ones are 0 where objects do not tell their stacks. */
export interface StackAmounts {
  /** Allocated, alive or not, and what of it lives: in the function itself, and with all that it calls. */
  readonly ownCount: number
  readonly ownSize: number
  readonly count: number
  readonly size: number
  readonly ownLiveCount: number
  readonly ownLiveSize: number
  readonly liveCount: number
  readonly liveSize: number
}

export type StackMeasure = keyof StackAmounts
export type StackColumn = StackMeasure | 'name'

export interface FrameRow {
  /** Empty for code without a name. */
  readonly name: string
  readonly source: SourcePosition | null
}

/** A step of a call tree. */
export interface StackRow extends FrameRow, StackAmounts {
  /** Top-down: the place of the stack in the tree. Bottom-up: the function. */
  readonly entry: number
  /** Steps below it, or above it where the tree is upside down. */
  readonly children: number
  /** Finds the living objects that it stands for; null where objects do not tell their stacks. */
  readonly query: string | null
}

/** A rectangle of an icicle of stacks. */
export interface StackCell extends FrameRow {
  /** The place of the stack in the tree; -1 for stacks that are too small to be drawn, gathered. */
  readonly entry: number
  /** Steps below the top of the icicle. */
  readonly depth: number
  /** From 0 to 1 of the width of the top. */
  readonly from: number
  readonly to: number
  readonly value: number
  /** How many stacks are gathered here; 1 for a stack of its own. */
  readonly gathered: number
}

export interface StackIcicle {
  readonly cells: readonly StackCell[]
  /** Steps from the top of the tree to the top of the icicle, which is the last. */
  readonly above: readonly (FrameRow & { readonly entry: number })[]
  /** Bytes or objects of the top. */
  readonly total: number
  readonly depth: number
}

/** Where an object was allocated: the innermost function first. */
export interface ObjectStack {
  /** The place of the stack in the tree. */
  readonly entry: number
  readonly frames: readonly (FrameRow & { readonly entry: number })[]
  readonly query: string
  /** How many objects with exactly this stack live. */
  readonly live: Amount
}

/** Whether the stack of an object is known, and if not, why. */
export type ObjectStackAnswer =
  | { readonly known: true; readonly stack: ObjectStack }
  | { readonly known: false; readonly reason: 'no stacks' | 'not tracked' }
