import type { NodeRow } from './rows.ts'

export type FrameColumn = 'order' | 'thread' | 'name' | 'locals' | 'retainedSize'

/** A call that is under way, or what a thread keeps for itself. Sizes are bytes. */
export interface FrameRow {
  readonly kind: 'frame' | 'thread locals'
  /** Its place among all rows: thread by thread, the innermost call first. */
  readonly order: number
  /** `worker` */
  readonly thread: string
  /** How many calls of this thread are further in. */
  readonly depth: number
  /** `Session.load`; of what a thread keeps for itself `(thread locals)`. */
  readonly name: string
  /** Null where the file does not say. */
  readonly file: string | null
  readonly line: number | null
  /** How many local variables have a value. */
  readonly locals: number
  /** What would be freed if only this call were over. */
  readonly retainedSize: number
  readonly node: NodeRow
  /** Selects what the local variables lead to directly. */
  readonly query: string
}

/** A local variable, or an entry of what a thread keeps for itself. */
export interface LocalRow {
  readonly name: string
  readonly node: NodeRow
}

/** A thread with its calls. */
export interface ThreadRow {
  readonly name: string
  /** As `threading.get_ident` gives it; null where the file does not say. */
  readonly id: number | null
  readonly daemon: boolean | null
  /** What would be freed if the thread were over. */
  readonly retainedSize: number
  /** The innermost first; at last what the thread keeps for itself. */
  readonly frames: readonly (FrameRow & { readonly values: readonly LocalRow[] })[]
}
