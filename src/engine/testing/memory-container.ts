import type { ByteSink } from '../format/sink.ts'
import type { ByteSource } from '../format/source.ts'

/** A sink that keeps what it gets. */
export function memorySink(): ByteSink & { bytes(): Uint8Array } {
  const pieces: Uint8Array[] = []
  return {
    write: async (bytes) => {
      pieces.push(bytes.slice())
    },
    bytes: () => new Uint8Array(Buffer.concat(pieces)),
  }
}

/** A source that can be read anywhere, as files can. */
export function randomAccessSource(bytes: Uint8Array, name = 'test.heapscope'): ByteSource {
  return {
    name,
    size: bytes.length,
    async *chunks() {
      yield bytes
    },
    read: async (from, to) => bytes.slice(from, to),
  }
}

/** A source that can only be read from its start, as pipes can. */
export function pipeSource(bytes: Uint8Array, piece = 1 << 16): ByteSource {
  return {
    name: 'pipe',
    size: null,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
    },
  }
}
