import { HeapError } from '../../base/error.ts'
import { crc32 } from './crc32.ts'
import { damagedContents } from './json-reader.ts'
import { END_MAGIC, startsWith, TRAILER_BYTES, viewOf } from './layout.ts'

/** How long the contents before the trailer are, and their checksum. */
export interface Trailer {
  readonly length: number
  readonly checksum: number
}

/** The last bytes of a file of `fileBytes` that ends with `contents` and these. */
export function trailerFor(contents: Uint8Array, fileBytes: number): Uint8Array<ArrayBuffer> {
  const trailer = new Uint8Array(TRAILER_BYTES)
  const view = viewOf(trailer)
  view.setUint32(0, contents.length, true)
  view.setUint32(4, crc32(contents), true)
  view.setUint32(8, fileBytes % 2 ** 32, true)
  view.setUint32(12, Math.floor(fileBytes / 2 ** 32), true)
  view.setUint32(16, crc32(trailer.subarray(0, 16)), true)
  trailer.set(END_MAGIC, 20)
  return trailer
}

/** Reads the last bytes of a file of `size` bytes. @throws HeapError `bad-container`, `cut-off` */
export function readTrailer(trailer: Uint8Array, size: number): Trailer {
  const view = viewOf(trailer)
  const byte = size - TRAILER_BYTES
  if (!startsWith(trailer.subarray(20), END_MAGIC)) throw cutOff(size)
  if (crc32(trailer.subarray(0, 16)) !== view.getUint32(16, true)) throw badChecksum('trailer', byte)
  const stated = view.getUint32(8, true) + view.getUint32(12, true) * 2 ** 32
  if (stated !== size)
    throw damagedContents('trailer', byte, `states ${stated} bytes where the file has ${size}`)
  return { length: view.getUint32(0, true), checksum: view.getUint32(4, true) }
}

export function badChecksum(section: string, byte: number): HeapError {
  return damagedContents(section, byte, 'does not match its checksum')
}

export function cutOff(size: number): HeapError {
  return new HeapError(
    'cut-off',
    `The container does not end as containers do, at byte ${size}: it was cut off or something was appended; copy it again, or make it again from the capture.`,
    { section: 'trailer', byte: size },
  )
}
