import { chunked } from './chunked.ts'
import {
  checkCrypto,
  derive,
  HEADER_BYTES,
  MAGIC,
  MOST_CHUNK_BYTES,
  nonceOf,
  PROOF_BYTES,
  TAG_BYTES,
  VERSION,
} from './sealed-layout.ts'
import { ShareError } from './share-error.ts'

/**
 * Opens what `seal` made. Bytes come out only where they are proven to be those that went in, at their place; that
 * nothing is missing at the end is known when it ends without an error.
 * @throws ShareError `wrong-key`, `damaged`, `cut-off`, `too-new`, `no-server` where there is no cryptography
 */
export async function* unseal(
  sealed: AsyncIterable<Uint8Array>,
  key: Uint8Array<ArrayBuffer>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  checkCrypto()
  const { header, rest } = await splitHeader(sealed)
  const chunkBytes = chunkBytesOf(header)
  const { chunks, proof } = await derive(key, header.slice(0, HEADER_BYTES - PROOF_BYTES))
  if (!isSame(proof, header.subarray(HEADER_BYTES - PROOF_BYTES)))
    throw new ShareError(
      'wrong-key',
      'The key in this link does not open this share: the link was changed or cut off after the #; ask for it again.',
    )
  let number = 0
  for await (const { piece, isLast } of chunked(rest, chunkBytes + TAG_BYTES)) {
    if (piece.length < TAG_BYTES) throw cutOff(number)
    const opened = await open(chunks, piece, number, isLast)
    if (!opened)
      throw isLast && (await open(chunks, piece, number, false)) ? cutOff(number + 1) : damaged(number)
    number++
    yield opened
  }
}

/** The contents of a chunk, or null where it is not that. */
async function open(
  key: CryptoKey,
  piece: Uint8Array<ArrayBuffer>,
  number: number,
  isLast: boolean,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const algorithm = { name: 'AES-GCM', iv: nonceOf(number, isLast) }
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, piece))
  } catch {
    return null
  }
}

async function splitHeader(
  sealed: AsyncIterable<Uint8Array>,
): Promise<{ header: Uint8Array<ArrayBuffer>; rest: AsyncIterable<Uint8Array> }> {
  const iterator = sealed[Symbol.asyncIterator]()
  let first = new Uint8Array(0)
  while (first.length < HEADER_BYTES) {
    const next = await iterator.next()
    if (next.done) throw cutOff(0)
    const both = new Uint8Array(first.length + next.value.length)
    both.set(first)
    both.set(next.value, first.length)
    first = both
  }
  return { header: first.slice(0, HEADER_BYTES), rest: resumed(first.subarray(HEADER_BYTES), iterator) }
}

async function* resumed(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

function chunkBytesOf(header: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(header.buffer)
  if (!MAGIC.every((byte, i) => header[i] === byte)) throw damaged(-1)
  const version = view.getUint32(8, true)
  if (version > VERSION)
    throw new ShareError(
      'too-new',
      `This share has format version ${version} and this program opens up to ${VERSION}; get a newer Heapscope.`,
    )
  const chunkBytes = view.getUint32(12, true)
  if (version === 0 || chunkBytes === 0 || chunkBytes > MOST_CHUNK_BYTES) throw damaged(-1)
  return chunkBytes
}

/** Takes as long wherever they differ. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!
  return difference === 0
}

function damaged(chunk: number): ShareError {
  const where = chunk < 0 ? 'in its header' : `in part ${chunk + 1}`
  return new ShareError(
    'damaged',
    `What came is not what was shared (${where}): it was damaged on the server or on the way; open the link again, or ask for a new one.`,
  )
}

function cutOff(chunk: number): ShareError {
  return new ShareError(
    'cut-off',
    `The share ends after ${chunk === 1 ? '1 part' : `${chunk} parts`} where more should come: the download was cut off; open the link again.`,
  )
}
