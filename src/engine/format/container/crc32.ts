/** Tables for four bytes at a time: `TABLES[k * 256 + b]` is the remainder of byte b followed by k zero bytes. */
const TABLES = makeTables()

/**
 * CRC-32 (ISO 3309, the one of gzip and PNG) as an unsigned number. Finds every burst of up to 32 wrong bits.
 * Four bytes at a time after Kounavis and Berry's "slicing". O(bytes).
 */
export function crc32(bytes: Uint8Array): number {
  const length = bytes.length
  const whole = length & ~3
  let crc = -1
  for (let i = 0; i < whole; i += 4) {
    crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)
    crc =
      TABLES[768 + (crc & 255)]! ^
      TABLES[512 + ((crc >>> 8) & 255)]! ^
      TABLES[256 + ((crc >>> 16) & 255)]! ^
      TABLES[crc >>> 24]!
  }
  for (let i = whole; i < length; i++) {
    crc = (crc >>> 8) ^ TABLES[(crc ^ bytes[i]!) & 255]!
  }
  return ~crc >>> 0
}

function makeTables(): Int32Array {
  const tables = new Int32Array(4 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte
    for (let bit = 0; bit < 8; bit++) {
      remainder = (remainder & 1) === 0 ? remainder >>> 1 : (remainder >>> 1) ^ 0xedb8_8320
    }
    tables[byte] = remainder
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!
    tables[i] = (before >>> 8) ^ tables[before & 255]!
  }
  return tables
}
