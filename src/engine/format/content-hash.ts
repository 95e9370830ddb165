/** Pieces of this length are hashed one by one. */
export const PIECE_BYTES = 1 << 20
const DIGEST_BYTES = 32

/**
 * Names a file by its bytes, as they are (a gzip-compressed file by its compressed bytes): SHA-256 over the SHA-256
 * digests of its pieces of 1 MiB, the last of which may be shorter, one after the other. An empty file has no pieces.
 * Unlike SHA-256 of the whole it needs no interface for hashing piece by piece, which the platform lacks.
 */
export class ContentHash {
  readonly #digests: Promise<ArrayBuffer>[] = []
  #piece = new Uint8Array(PIECE_BYTES)
  #used = 0
  #bytes = 0

  /** How many bytes came so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** Takes the next bytes, which may be changed afterwards. Resolves when more may come. */
  async update(bytes: Uint8Array): Promise<void> {
    this.#bytes += bytes.length
    for (let from = 0; from < bytes.length;) {
      const part = bytes.subarray(from, from + PIECE_BYTES - this.#used)
      this.#piece.set(part, this.#used)
      this.#used += part.length
      from += part.length
      if (this.#used === PIECE_BYTES) await this.#endPiece()
    }
  }

  /** The hash in lower-case hexadecimal. Nothing may come after it. */
  async digest(): Promise<string> {
    if (this.#used > 0) await this.#endPiece()
    const digests = await Promise.all(this.#digests)
    const all = new Uint8Array(digests.length * DIGEST_BYTES)
    digests.forEach((digest, i) => all.set(new Uint8Array(digest), i * DIGEST_BYTES))
    return hex(new Uint8Array(await sha256(all)))
  }

  async #endPiece(): Promise<void> {
    // The digest may be made on another thread: the piece is its own from here on.
    const digest = sha256(this.#piece.subarray(0, this.#used))
    digest.catch(() => {})
    this.#digests.push(digest)
    this.#piece = new Uint8Array(PIECE_BYTES)
    this.#used = 0
    // Waiting for the piece before the last keeps two of them busy and no more than two in memory.
    await this.#digests.at(-2)
  }
}

/** The hash of everything that comes, which passes through unchanged. */
export async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: ContentHash,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    await hash.update(chunk)
    yield chunk
  }
}

/** Whether the platform lets us hash: pages do only where they come from a trustworthy origin. */
export function canHash(): boolean {
  return typeof crypto !== 'undefined' && crypto.subtle !== undefined
}

function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  return crypto.subtle!.digest('SHA-256', bytes)
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
