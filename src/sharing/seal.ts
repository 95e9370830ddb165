import { chunked } from './chunked.ts'
import {
  checkCrypto,
  CHUNK_BYTES,
  derive,
  HEADER_BYTES,
  KEY_BYTES,
  MAGIC,
  nonceOf,
  PROOF_BYTES,
  SALT_BYTES,
  VERSION,
} from './sealed-layout.ts'

/** A fresh key for a share; it stands in the link and nowhere else. */
export function newKey(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES))
}

/**
 * Seals bytes so that only the key opens them, see `sealed-layout.ts`. Holds two chunks at a time.
 * @param key 32 bytes
 * @throws ShareError `no-server` where there is no cryptography
 */
export async function* seal(
  contents: AsyncIterable<Uint8Array>,
  key: Uint8Array<ArrayBuffer>,
  chunkBytes = CHUNK_BYTES,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  checkCrypto()
  const header = new Uint8Array(HEADER_BYTES)
  header.set(MAGIC)
  const view = new DataView(header.buffer)
  view.setUint32(8, VERSION, true)
  view.setUint32(12, chunkBytes, true)
  header.set(crypto.getRandomValues(new Uint8Array(SALT_BYTES)), 16)
  const { chunks, proof } = await derive(key, header.slice(0, HEADER_BYTES - PROOF_BYTES))
  header.set(proof, HEADER_BYTES - PROOF_BYTES)
  yield header
  let number = 0
  for await (const { piece, isLast } of chunked(contents, chunkBytes)) {
    const algorithm = { name: 'AES-GCM', iv: nonceOf(number++, isLast) }
    yield new Uint8Array(await crypto.subtle.encrypt(algorithm, chunks, piece))
  }
}
