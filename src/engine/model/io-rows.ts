import type { NodeRow } from './rows.ts'

export type IoKind = 'file' | 'socket' | 'mmap'

/** Something that a Python program has open. Sizes are bytes. */
export interface IoRow {
  readonly kind: IoKind
  /** The file's name or the socket's number; empty where the capture does not say. */
  readonly name: string
  /** What holds it: `main.log`, `app.connections[…]`. */
  readonly owner: string
  readonly retainedSize: number
  readonly node: NodeRow
}
