import type { Snapshot } from '../../model/snapshot.ts'
import type { AheadReader } from './read-ahead.ts'
import type { TailReader } from './read-edge-tail.ts'
import type { Reading } from './reading.ts'

/** What a stream of bytes turned out to be. */
export interface ReadResult {
  readonly snapshot: Snapshot
  /** Bytes read. */
  readonly bytes: number
  /** How many edges the file has that were left out; null where none were. */
  readonly leftOut: number | null
}

/** The text of a snapshot and how to read it. */
export interface TextInput {
  /** The text in pieces of bytes, or the rest of it from `from` on. */
  chunks(from?: number): AsyncIterable<Uint8Array>
  /** Length of the input in bytes or null; only used to bound what the header claims. */
  readonly size: number | null
  /** Length of the text in bytes, where it is known, to tell how much memory it needs. */
  readonly textSize: number | null
  /** Whether other threads should see the columns. */
  readonly shared: boolean
  readonly reading: Reading
  /** Another thread that reads the last part of the edges, and by what it opens the text; null where none can. */
  readonly tail: { readonly reader: SecondReader; readonly origin: unknown } | null
  /**
   * Takes what is known before the references are read, where another thread has read the strings by then; reading waits
   * for it. Null where nobody asks for it.
   */
  readonly onEarly: OnEarly | null
}

/** Takes a capture without its references, as `shallowOnly` reads it; its columns are those of the whole one. */
export type OnEarly = (early: ReadResult) => Promise<void>

/** Another thread that can read parts of the file. */
export type SecondReader = TailReader & AheadReader
