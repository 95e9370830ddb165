import { HeapError } from '../base/error.ts'

const GZIP_MAGIC = [0x1f, 0x8b]

/** Whether bytes begin as gzip data do. */
export function isGzip(first: Uint8Array): boolean {
  return first[0] === GZIP_MAGIC[0] && first[1] === GZIP_MAGIC[1]
}

/**
 * Decompresses gzip data as they stream by.
 * @throws HeapError `bad-gzip` when they are damaged or cut off
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream('gzip')
  const reader = stream.readable.getReader()
  const feeding = feed(chunks, stream)
  // The reader sees the same failure; this only keeps it from being reported twice.
  feeding.catch(() => {})
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw damaged(bytes, error)
      })
      if (done || !value) break
      bytes += value.length
      yield value
    }
    await feeding
  } finally {
    await reader.cancel().catch(() => {})
  }
}

async function feed(chunks: AsyncIterable<Uint8Array>, stream: DecompressionStream): Promise<void> {
  const writer = stream.writable.getWriter()
  try {
    for await (const chunk of chunks) {
      // The decompressor may still work on a chunk when the source already refills it.
      await writer.write(new Uint8Array(chunk))
    }
    await writer.close()
  } catch (error) {
    await writer.abort(error).catch(() => {})
    throw error
  }
}

function damaged(bytes: number, error: unknown): Error {
  if (error instanceof HeapError) return error
  return new HeapError(
    'bad-gzip',
    `The gzip data are damaged or cut off after ${bytes} decompressed bytes; copy or capture the file again.`,
    { section: 'gzip', byte: bytes },
  )
}
