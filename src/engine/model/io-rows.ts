import type { NodeRow } from './rows.ts'

export const IO_KINDS = ['file', 'socket', 'connection', 'mmap'] as const
export type IoKind = (typeof IO_KINDS)[number]

/** `unknown` where the capture does not say. */
export const IO_STATES = ['open', 'closed', 'unknown'] as const
export type IoState = (typeof IO_STATES)[number]

/** What a capture says of an object that reads or writes something outside of the program. */
export interface IoFacts {
  /** The file's path, the socket's family and kind, the map's length; empty where the capture does not say. */
  readonly name: string
  /** Of a file as its lowest layer was opened, `wb`; null where the capture does not say. */
  readonly mode: string | null
  readonly descriptor: number | null
  readonly state: IoState
}

export type IoColumn = 'name' | 'kind' | 'owner' | 'mode' | 'descriptor' | 'state' | 'retainedSize'

/** A file, socket, connection or memory map of a Python program. Sizes are bytes. */
export interface IoRow extends IoFacts {
  readonly kind: IoKind
  /** What holds it: `main.log`, `app.connections[…]`. */
  readonly owner: string
  readonly retainedSize: number
  readonly node: NodeRow
  /** Finds it as a selection. */
  readonly query: string
}
