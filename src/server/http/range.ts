import type { ByteRange } from '../store/blob-store.ts'

/**
 * What a `Range` header asks of `bytes` bytes. Null is everything: without a header, for units we do not know and for
 * several ranges at once, which a server may always answer so.
 * @returns 'outside' where there is no such byte
 */
export function readRange(header: string | undefined, bytes: number): ByteRange | null | 'outside' {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === undefined || to === undefined || from + to === '') return null
  if (from === '') {
    const length = Math.min(Number(to), bytes)
    return length === 0 ? 'outside' : { start: bytes - length, end: bytes - 1 }
  }
  if (to !== '' && Number(to) < Number(from)) return null
  if (Number(from) >= bytes) return 'outside'
  return { start: Number(from), end: to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1) }
}
