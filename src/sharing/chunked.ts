/**
 * The same bytes in pieces of `size`, the last one shorter or, where nothing came, empty. Each piece is the caller's.
 * One piece is held back to tell the last one.
 */
export async function* chunked(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly piece: Uint8Array<ArrayBuffer>; readonly isLast: boolean }> {
  let piece = new Uint8Array(size)
  let used = 0
  for await (const bytes of source) {
    for (let from = 0; from < bytes.length;) {
      if (used === size) {
        yield { piece, isLast: false }
        piece = new Uint8Array(size)
        used = 0
      }
      const part = bytes.subarray(from, from + size - used)
      piece.set(part, used)
      used += part.length
      from += part.length
    }
  }
  yield { piece: piece.subarray(0, used), isLast: true }
}
