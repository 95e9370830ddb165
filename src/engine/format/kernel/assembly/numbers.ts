import { afterBreaks, BLOCK, MAX_DIGITS, plainEnds, valueOf } from './text'

/** How many numbers stand in the output. The host may set it. */
export let count: u32 = 0

/** Numbers in 64 characters at most. */
export const MOST_NUMBERS: usize = 32

/**
 * Reads from `from` until less than a block is left before `to`, until the output might not have room for a block, or
 * until something comes that is anything but plain. Wants 8 bytes that may be read after `to`.
 * @returns the position of the first number that was not read
 */
export function parse(from: u32, to: u32, numbers: u32, capacity: u32): u32 {
  let p: usize = from
  let target: usize = <usize>numbers + ((<usize>count) << 2)
  const stop: usize = <usize>numbers + ((<usize>capacity - MOST_NUMBERS) << 2)
  while (p + BLOCK <= <usize>to && target <= stop) {
    let ends = plainEnds(p, 0)
    const breaks = afterBreaks
    if (ends == 0) break
    let start: usize = p
    let plain = true
    do {
      const at = ctz(ends)
      const comma = p + <usize>at
      // As `numberAt` does: the compiler makes a call of that where two use it, and a fifth is lost.
      const end = comma - <usize>((breaks >> at) & 1)
      const length = end - start
      let value: u64 = 0
      if (length <= 8) {
        value = valueOf(start, length)
      } else if (length <= MAX_DIGITS) {
        value = valueOf(start, length - 8) * 100000000 + valueOf(end - 8, 8)
        if (value > 0xffffffff) plain = false
      } else {
        plain = false
      }
      if (!plain) break
      store<u32>(target, <u32>value)
      target += 4
      start = comma + 1
      ends &= ends - 1
    } while (ends != 0)
    p = start
    if (!plain) break
  }
  count = <u32>((target - <usize>numbers) >> 2)
  return <u32>p
}
