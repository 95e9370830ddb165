/**
 * The bytes of a container, in their order. Numbers are little-endian, of 32 bits.
 *
 * ```
 * header    8 magic, version, checksum of these 12 bytes                          16 bytes
 * blocks    those of the first section, of the second, …, without gaps
 * contents  JSON (UTF-8): what the container is, and every section with its blocks
 * trailer   length and checksum of the contents, length of the file (low, high),
 *           checksum of these 16 bytes, 8 magic                                    28 bytes
 * ```
 *
 * So every byte belongs to one checksummed part or is itself magic, and whatever is cut off or appended moves the
 * trailer from its place. The contents stand at the end because a writer learns the blocks' lengths as it goes.
 */

/** Not text, in any encoding, and damaged by whatever changes ends of lines. */
export const MAGIC = Uint8Array.of(0x89, 0x48, 0x53, 0x43, 0x0d, 0x0a, 0x1a, 0x0a)
export const END_MAGIC = Uint8Array.of(0x89, 0x48, 0x53, 0x43, 0x2e, 0x45, 0x4e, 0x44)
export const HEADER_BYTES = 16
export const TRAILER_BYTES = 28

/** What a section's entries are: bytes, 32-bit words without or with a sign, doubles. */
export type ElementType = 'u8' | 'u32' | 'i32' | 'f64'

/** Entries in each block of a section but its last, chosen so that a block is at most 2 MiB of planes. */
export const BLOCK_ENTRIES: Readonly<Record<ElementType, number>> = {
  u8: 1 << 20,
  u32: 1 << 18,
  i32: 1 << 18,
  f64: 1 << 18,
}

/** Deflate makes at most 258 bytes out of two bits, so a block cannot be longer than this many times its bytes. */
export const MAX_DEFLATE_RATIO = 1032

/** Whether bytes begin as a container does. */
export function isContainer(first: Uint8Array): boolean {
  return startsWith(first, MAGIC)
}

export function startsWith(bytes: Uint8Array, magic: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte)
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
