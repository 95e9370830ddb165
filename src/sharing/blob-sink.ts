/** Browsers move what is handed to a Blob out of the page's memory; so much is held until then. */
const PIECE_BYTES = 1 << 24

/** Collects bytes as a Blob, of which the page holds a small part at a time. */
export class BlobSink {
  readonly #pieces: Blob[] = []
  #held: BlobPart[] = []
  #bytes = 0

  /** Takes the next bytes, which must not be changed afterwards. */
  write(bytes: Uint8Array): Promise<void> {
    this.#held.push(bytes as Uint8Array<ArrayBuffer>)
    this.#bytes += bytes.length
    if (this.#bytes >= PIECE_BYTES) this.#hand()
    return Promise.resolve()
  }

  /** All that came. */
  blob(): Blob {
    this.#hand()
    return new Blob(this.#pieces)
  }

  #hand(): void {
    this.#pieces.push(new Blob(this.#held))
    this.#held = []
    this.#bytes = 0
  }
}

/** All bytes of a stream as a Blob. */
export async function blobFrom(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
  const sink = new BlobSink()
  for await (const chunk of chunks) await sink.write(chunk)
  return sink.blob()
}
