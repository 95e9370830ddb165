import { MOST_NUMBERS } from './numbers'
import { afterBreaks, BLOCK, larger, numberAt, plainEnds } from './text'

/** How many records the last call of `records` took. */
export let recordsTaken: u32 = 0

/**
 * Reads records of `stride` numbers as `parse` reads numbers and writes them field by field: number `f` of record `r` comes
 * to `fields + (f * room + r) * 4`. Stops as `parse` does, before a record that it does not have whole.
 * @param room for how many records there is room; where a block of text might not fit any more, it stops
 * @returns the position of the first record that was not read
 */
export function records(from: u32, to: u32, fields: u32, room: u32, stride: u32): u32 {
  let p: usize = from
  /** Where the record at hand begins, in the text and in the fields, and where its next number goes. */
  let record: usize = p
  let row: usize = fields
  let target: usize = row
  let left = stride
  const step: usize = (<usize>room) << 2
  const stop: usize = <usize>fields + step - (MOST_NUMBERS << 2)
  let plain = true
  while (plain && p + BLOCK <= <usize>to && row <= stop) {
    let ends = plainEnds(p, 0)
    const breaks = afterBreaks
    if (ends == 0) break
    let start: usize = p
    do {
      const at = ctz(ends)
      const comma = p + <usize>at
      const value = numberAt(start, comma - <usize>((breaks >> at) & 1))
      plain = value <= 0xffffffff
      if (!plain) break
      store<u32>(target, <u32>value)
      start = comma + 1
      target += step
      if (--left == 0) {
        left = stride
        row += 4
        target = row
        record = start
      }
      ends &= ends - 1
    } while (ends != 0)
    p = start
  }
  recordsTaken = <u32>((row - <usize>fields) >> 2)
  return <u32>record
}

/** Writes the byte that a table has for each of `length` numbers. Returns how many come before the first past its end. */
export function translate(numbers: u32, length: u32, table: u32, known: u32, bytes: u32): u32 {
  for (let i: u32 = 0; i < length; i++) {
    const number = load<u32>(numbers + (i << 2))
    if (number >= known) return i
    store<u8>(bytes + i, load<u8>(table + number))
  }
  return length
}

/**
 * Replaces each of `length` numbers by the sum of `before` and all up to it. Returns how many come before the first whose
 * sum does not fit, which stays as it is.
 */
export function addUp(numbers: u32, length: u32, before: u32): u32 {
  let sum: u64 = before
  for (let i: u32 = 0; i < length; i++) {
    sum += load<u32>(numbers + (i << 2))
    if (sum > 0xffffffff) return i
    store<u32>(numbers + (i << 2), <u32>sum)
  }
  return length
}

/** The largest of `length` numbers; 0 where there are none. */
export function largest(numbers: u32, length: u32): u32 {
  let max: u32 = 0
  for (let i: u32 = 0; i < length; i++) max = larger(max, load<u32>(numbers + (i << 2)))
  return max
}
