import type { DataStore } from '@tus/server'

/** A part of a blob, both ends included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

/** Where sealed files are kept. @throws StoreUnavailable */
export interface BlobStore {
  /** What tus writes uploads into, by share id. */
  readonly uploads: DataStore
  /** Makes what was uploaded safe against the end of the process and of the machine. Resolves when it is. */
  sync(id: string): Promise<void>
  /** Length in bytes, or null where there is none. */
  size(id: string): Promise<number | null>
  /** The bytes, never more than a small part of them in memory. */
  read(id: string, range: ByteRange | null): Promise<ReadableStream<Uint8Array>>
  /** Deletes what there is of it, begun or whole. Fine where there is nothing. */
  remove(id: string): Promise<void>
  /** Names of blobs that were begun before a time, for those that no record knows. */
  list(before: Date): AsyncIterable<string>
  /** Resolves when the store answers. */
  ready(): Promise<void>
}
