/** Browsers move what is handed to a Blob out of the page's memory; so much is held until then. */
const PIECE_BYTES = 1 << 24

/** Bytes as a Blob, of which the page holds a small part at a time. */
export async function blobFrom(chunks: AsyncIterable<Uint8Array>): Promise<Blob> {
  const pieces: Blob[] = []
  let held: BlobPart[] = []
  let bytes = 0
  const hand = () => {
    pieces.push(new Blob(held))
    held = []
    bytes = 0
  }
  for await (const chunk of chunks) {
    held.push(new Uint8Array(chunk))
    bytes += chunk.length
    if (bytes >= PIECE_BYTES) hand()
  }
  if (bytes > 0) hand()
  return new Blob(pieces)
}
