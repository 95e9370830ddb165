/**
 * Sizes and shares as people write them in a budget: `120 MB`, `1.5 GiB`, `10 %`. As everywhere in Heapscope, units are
 * steps of 1,024, whether written MB or MiB.
 */

export const SIZE_PATTERN = /^\d+(?:\.\d+)? ?(?:[bB]|[kKmMgGtT](?:[iI]?[bB])?)$/
export const SHARE_PATTERN = /^\d+(?:\.\d+)? ?%$/

/** What is allowed: so much, in bytes or objects, or a share of a whole in percent. */
export type Limit = { readonly amount: number } | { readonly percent: number }

const UNITS = ['b', 'k', 'm', 'g', 't']
/** Digits that figures of ours are rounded to. */
const DIGITS = 2

/** What matches `SIZE_PATTERN` in bytes, a part of a byte left out. */
export function sizeOf(text: string): number {
  const [, number, unit] = /^([\d.]+) ?(.)/.exec(text)!
  return Math.floor(Number(number) * 1024 ** UNITS.indexOf(unit!.toLowerCase()))
}

/** A number of objects, a size or a share. */
export function limitOf(written: number | string): Limit {
  if (typeof written === 'number') return { amount: written }
  return written.endsWith('%')
    ? { percent: Number(written.replace(/ ?%$/, '')) }
    : { amount: sizeOf(written) }
}

/** @param whole what a share is a share of */
export function isWithin(found: number, limit: Limit, whole: number): boolean {
  // Multiplied, so that 10 % of 410 is 41 and nothing beside it.
  return 'amount' in limit ? found <= limit.amount : found * 100 <= limit.percent * whole
}

/** How much that is of a whole. */
export function allowedOf(limit: Limit, whole: number): number {
  return 'amount' in limit ? limit.amount : Math.floor((limit.percent * whole) / 100)
}

/** The least size with two digits, or three where there are no fewer, that is at least so many bytes: `8.1 MB`. */
export function sizeFor(bytes: number): string {
  let unit = 0
  let value = bytes
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024
    unit++
  }
  if (unit === 0) return `${Math.ceil(value)} B`
  const digits = value < 10 ? 1 : 0
  let rounded = Math.ceil(value * 10 ** digits) / 10 ** digits
  // What was rounded is read again: a part of a byte less would be too little.
  if (rounded * 1024 ** unit < bytes) rounded += 10 ** -digits
  return `${Number(rounded.toFixed(digits))} ${UNITS[unit]!.toUpperCase()}B`
}

/** The least whole number of two digits and zeros that is at least `count`. */
export function countFor(count: number): number {
  const step = 10 ** Math.max(0, Math.ceil(Math.log10(count + 1)) - DIGITS)
  return Math.ceil(count / step) * step
}

/** The least tenth of a percent that is at least this part of a whole: `12.3 %`. */
export function shareFor(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.ceil((part * 1000) / whole) / 10} %`
}
