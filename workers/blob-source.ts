import type { ByteSource } from '#engine/format/source.ts'

/** A Blob's bytes, read as they are asked for; the Blob itself stays on disk. */
export function blobSource(blob: Blob, name: string): ByteSource {
  const read = async (from: number, to: number) => new Uint8Array(await blob.slice(from, to).arrayBuffer())
  const chunks = (from = 0) => chunksOf(from === 0 ? blob : blob.slice(from))
  return { name, size: blob.size, chunks, read, origin: blob }
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
