import { crc32 } from '../format/container/crc32.ts'
import { HEADER_BYTES, TRAILER_BYTES, viewOf } from '../format/container/layout.ts'

/** The parts of a container. */
export interface Unsealed {
  readonly version: number
  /** All blocks, one after the other. */
  readonly blocks: Uint8Array
  /** The table of contents. */
  readonly contents: string
}

export function unseal(container: Uint8Array): Unsealed {
  const to = container.length - TRAILER_BYTES
  const from = to - viewOf(container).getUint32(to, true)
  return {
    version: viewOf(container).getUint32(8, true),
    blocks: container.subarray(HEADER_BYTES, from),
    contents: Buffer.from(container.subarray(from, to)).toString(),
  }
}

/** Makes a container of these parts whose own checksums are right, as somebody would who wants to harm its reader. */
export function reseal(like: Uint8Array, { version, blocks, contents }: Unsealed): Uint8Array {
  const text = new TextEncoder().encode(contents)
  const out = new Uint8Array(HEADER_BYTES + blocks.length + text.length + TRAILER_BYTES)
  out.set(like.subarray(0, HEADER_BYTES))
  const view = viewOf(out)
  view.setUint32(8, version, true)
  view.setUint32(12, crc32(out.subarray(0, 12)), true)
  out.set(blocks, HEADER_BYTES)
  out.set(text, HEADER_BYTES + blocks.length)
  const at = out.length - TRAILER_BYTES
  out.set(like.subarray(-TRAILER_BYTES), at)
  view.setUint32(at, text.length, true)
  view.setUint32(at + 4, crc32(text), true)
  view.setUint32(at + 8, out.length, true)
  view.setUint32(at + 12, 0, true)
  view.setUint32(at + 16, crc32(out.subarray(at, at + 16)), true)
  return out
}
