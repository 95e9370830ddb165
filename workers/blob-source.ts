import type { ByteSource } from '#engine/format/source.ts'

/** A Blob's bytes, read as they are asked for; the Blob itself stays on disk. */
export function blobSource(blob: Blob, name: string): ByteSource {
  const read = async (from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer())
  return { name, size: blob.size, chunks: () => chunksOf(blob), read }
}

async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel()
  }
}
