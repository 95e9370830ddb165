/**
 * The number kernel, in AssemblyScript. Reads whole numbers that are directly followed by a comma and scatters them
 * into columns: number i of the input goes to column i modulo the stride.
 *
 * Memory: the input bytes anywhere; from `columns` on one column after the other, `capacity` entries of 32 bits each.
 */

/** The record and the field in it that the next number belongs to. The host may set them. */
export let record: u32 = 0
export let field: u32 = 0

const ZEROS: u64 = 0x3030303030303030
const HIGH_BITS: u64 = 0x8080808080808080
/** Added to a byte that is at most 9 it leaves the high bit clear. */
const ABOVE_NINE: u64 = 0x7676767676767676
const LINE_BREAK: u32 = 10
const COMMA: u32 = 44
const ZERO: u32 = 48
/** The longest number read here: ten digits hold every number below 2^32. */
const MAX_DIGITS: usize = 10
/** A number, its line break and its comma are read without looking for the end of the input. */
const MARGIN: u32 = 16

/**
 * Reads from `from` until the columns are full, or until a number that is anything but plain, or that might reach `to`.
 * @returns the position of the first number that was not read
 */
export function parse(from: u32, to: u32, columns: u32, stride: u32, capacity: u32): u32 {
  const columnBytes: usize = (<usize>capacity) << 2
  const stop: usize = to > MARGIN ? <usize>(to - MARGIN) : 0
  let p: usize = from
  let at = record
  let f = field
  let target: usize = <usize>columns + columnBytes * f + ((<usize>at) << 2)
  while (p < stop && at < capacity) {
    // Eight characters at once: digits become 0 to 9, and `marks` has a bit set at the first that is none.
    let word = load<u64>(p) ^ ZEROS
    const marks = ((word + ABOVE_NINE) | word) & HIGH_BITS
    let length: u64 = 8
    if (marks != 0) {
      length = ctz(marks) >> 3
      if (length == 0) break
      // Moves the digits to the end that counts most; zeros take the place of what is no digit.
      word <<= 64 - (length << 3)
    }
    // Pairs of digits, then pairs of pairs, then both halves.
    word = (word * 2561) >> 8
    word = ((word & 0x00ff00ff00ff00ff) * 6553601) >> 16
    word = ((word & 0x0000ffff0000ffff) * 42949672960001) >> 32
    let end = p + <usize>length
    let next: u32 = load<u8>(end)
    while (next - ZERO < 10 && end - p < MAX_DIGITS) {
      word = word * 10 + <u64>(next - ZERO)
      next = load<u8>(++end)
    }
    if (next == LINE_BREAK) next = load<u8>(++end)
    if (next != COMMA || word > 0xffffffff) break
    store<u32>(target, <u32>word)
    p = end + 1
    f++
    target += columnBytes
    if (f == stride) {
      f = 0
      at++
      target = <usize>columns + ((<usize>at) << 2)
    }
  }
  record = at
  field = f
  return <u32>p
}
