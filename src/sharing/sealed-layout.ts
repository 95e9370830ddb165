import { ShareError } from './share-error.ts'

/**
 * A sealed file: bytes that only the key opens, in chunks that can neither be changed, left out, put in another order nor
 * cut off unnoticed (the STREAM construction, Hoang, Reyhanitabar, Rogaway, Vizár 2015). Numbers are little-endian.
 *
 * ```
 * header   8 magic, 4 version, 4 bytes of a chunk's contents, 16 salt, 16 proof of the key     48 bytes
 * chunks   AES-256-GCM of the contents' next bytes: as many as were there, and 16 of a tag
 * ```
 *
 * All chunks but the last are full; there is always a last one, be it empty. The nonce of a chunk is its number (11
 * bytes, big-endian) and whether it is the last (1 byte). The key of the chunks and the proof are derived from the
 * link's key by HKDF-SHA-256 with the salt; the header's first 32 bytes are part of what they are derived from, so a
 * changed header fits no key.
 */
export const MAGIC = Uint8Array.of(0x89, 0x48, 0x53, 0x53, 0x0d, 0x0a, 0x1a, 0x0a)
export const VERSION = 1
export const HEADER_BYTES = 48
export const SALT_BYTES = 16
export const PROOF_BYTES = 16
export const TAG_BYTES = 16
export const KEY_BYTES = 32

/** Bytes of the contents in each chunk but the last. */
export const CHUNK_BYTES = 1 << 20
/** Larger chunks are not believed: each is held in memory. */
export const MOST_CHUNK_BYTES = 1 << 24

/** How long the sealed file of so many bytes is. */
export function sealedLength(bytes: number, chunkBytes = CHUNK_BYTES): number {
  // A full last chunk needs no empty one behind it.
  const chunks = Math.max(1, Math.ceil(bytes / chunkBytes))
  return HEADER_BYTES + bytes + chunks * TAG_BYTES
}

/** What the two keys of a share are for. */
const PURPOSES = { chunks: 'heapscope share chunks', proof: 'heapscope share proof' } as const

/**
 * The key of the chunks, and the proof that says whether it is the right one.
 * @param begin the header's first 32 bytes: magic, version, length of chunks, salt
 */
export async function derive(
  key: Uint8Array<ArrayBuffer>,
  begin: Uint8Array<ArrayBuffer>,
): Promise<{ chunks: CryptoKey; proof: Uint8Array }> {
  const { subtle } = crypto
  const root = await subtle.importKey('raw', key, 'HKDF', false, ['deriveKey', 'deriveBits'])
  const from = (purpose: string) => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: begin.slice(16),
    info: new Uint8Array([...begin.subarray(0, 16), ...new TextEncoder().encode(purpose)]),
  })
  const chunks = await subtle.deriveKey(
    from(PURPOSES.chunks),
    root,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
  const proof = await subtle.deriveBits(from(PURPOSES.proof), root, PROOF_BYTES * 8)
  return { chunks, proof: new Uint8Array(proof) }
}

/** Each number and end is used once with a key, since each file has a salt of its own. */
export function nonceOf(chunk: number, isLast: boolean): Uint8Array<ArrayBuffer> {
  const nonce = new Uint8Array(12)
  const view = new DataView(nonce.buffer)
  view.setUint32(3, Math.floor(chunk / 2 ** 32), false)
  view.setUint32(7, chunk % 2 ** 32, false)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** @throws ShareError where the page may not use cryptography */
export function checkCrypto(): void {
  // The types know no page without it.
  if ((crypto as Partial<Crypto>).subtle) return
  throw new ShareError(
    'no-server',
    'Browsers encrypt only on pages from this machine or over HTTPS: open this page there to share or to open a share.',
  )
}
