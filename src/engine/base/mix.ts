/** Hashes of 32 bits, after MurmurHash3 by Austin Appleby (public domain): the same on every machine. */

/** Takes one more 32-bit number into a hash. */
export function mixed(hash: number, value: number): number {
  let k = Math.imul(value, 0xcc9e_2d51)
  k = (k << 15) | (k >>> 17)
  const h = hash ^ Math.imul(k, 0x1b87_3593)
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe654_6b64) | 0
}

/** Spreads what was taken in over all bits. @returns an unsigned number */
export function finished(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85eb_ca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2_ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** The hash of a whole number from 0 up to 2^53. */
export function numberHash(value: number): number {
  return finished(mixed(Math.floor(value / 2 ** 32), value >>> 0))
}

/** The hash of a text by its UTF-16 code units. O(length). */
export function textHash(text: string): number {
  let hash = text.length
  for (let i = 0; i < text.length; i++) hash = mixed(hash, text.charCodeAt(i))
  return finished(hash)
}
