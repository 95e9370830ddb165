import type { BlockCodec } from '../../base/block-codec.ts'

/** Compresses with the streams that pages, workers, Node, Deno and Bun all have. */
export const streamCodec: BlockCodec = {
  compress: (bytes) => passThrough(new CompressionStream('deflate-raw'), bytes, Number.POSITIVE_INFINITY),
  async decompress(bytes, length) {
    const out = await passThrough(new DecompressionStream('deflate-raw'), bytes, length)
    if (out.length !== length) throw new Error(`${out.length} bytes came out instead of ${length}`)
    return out
  },
}

/** @throws where more than `most` bytes come out */
async function passThrough(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array,
  most: number,
): Promise<Uint8Array> {
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  // The reader sees the same failure; this only keeps it from being reported twice.
  const feeding = writer.write(new Uint8Array(bytes)).then(() => writer.close())
  feeding.catch(() => {})
  const pieces: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done || !value) break
      pieces.push(value)
      length += value.length
      if (length > most) throw new Error(`more than ${most} bytes come out`)
    }
    await feeding
  } finally {
    await reader.cancel().catch(() => {})
  }
  return joined(pieces, length)
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
