/**
 * Reads the value of one top-level key, piece by piece as bytes arrive. The first byte a section is given is the
 * first byte of the value (white space before it is already gone).
 */
export interface SectionReader {
  /**
   * Takes `bytes[from..to)`.
   * @param offset position of `bytes[0]` in the whole input, for messages
   * @returns the position after the value's last byte, or -1 when the value goes on beyond `to`
   */
  read(bytes: Uint8Array, from: number, to: number, offset: number): number
}

export const Byte = {
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  zero: 0x30,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const

export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

/** How a byte is shown in a message. */
export function showByte(byte: number): string {
  return byte > 0x20 && byte < 0x7f ? `“${String.fromCharCode(byte)}”` : `the byte 0x${byte.toString(16)}`
}
