/** Where a capture's bytes come from: a Blob's stream in the page, a file's in Node. */
export interface ByteSource {
  /** For messages: the file's name without its folders. */
  readonly name: string
  /** Length of what `chunks` will yield, or null where it is not known. */
  readonly size: number | null
  /**
   * The bytes, plain or gzip-compressed. A chunk may be reused by the source once the next one is asked for.
   * @param from where to begin, 0 unless told; anywhere else wants a source that has `read`
   */
  chunks(from?: number): AsyncIterable<Uint8Array>
  /**
   * Bytes `from` to `to` (exclusive), fewer only where the file ends before; absent where only reading from the start
   * on is possible. The bytes are the caller's.
   */
  read?(from: number, to: number): Promise<Uint8Array>
  /** By what another thread can open the same; it can cross. Absent where none can. */
  readonly origin?: unknown
}
