/**
 * Compresses and decompresses single blocks of bytes as raw deflate (RFC 1951), and may sum them up. Every platform brings
 * streams that can; a host may lend something faster.
 */
export interface BlockCodec {
  /** The argument stays the codec's until the promise resolves. */
  compress(bytes: Uint8Array): Promise<Uint8Array>
  /**
   * @param length how many bytes must come out
   * @throws where they are damaged, or fewer or more come out; never makes much more than `length` bytes
   */
  decompress(bytes: Uint8Array, length: number): Promise<Uint8Array>
  /** CRC-32 (ISO 3309) as an unsigned number; where there is none, ours does. */
  readonly checksum?: (bytes: Uint8Array) => number
}
