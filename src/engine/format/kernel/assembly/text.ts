const ZEROS: u64 = 0x3030303030303030
/** The longest number read here: ten digits hold every number below 2^32. */
export const MAX_DIGITS: usize = 10
export const BLOCK: usize = 64

export function larger(a: u32, b: u32): u32 {
  return a > b ? a : b
}

/** Where characters stand that follow a line break, in the block that `plainEnds` looked at last. */
export let afterBreaks: u64 = 0
/** Whether that block has something that is not plain. */
export let metBad: bool = false

/**
 * Where the commas are among the 64 characters from `p` on, before the first that is not plain: line breaks stand directly
 * before a comma, both after a digit, and nothing else stands besides digits. Looks at one character more.
 * @param before the character before `p`, 0 where a number begins
 */
export function plainEnds(p: usize, before: u32): u64 {
  const a = v128.load(p)
  const b = v128.load(p, 16)
  const c = v128.load(p, 32)
  const d = v128.load(p, 48)
  const commas = masks(equals(a, 44), equals(b, 44), equals(c, 44), equals(d, 44))
  const breaks = masks(equals(a, 10), equals(b, 10), equals(c, 10), equals(d, 10))
  const digits = masks(areDigits(a), areDigits(b), areDigits(c), areDigits(d))
  const after = (breaks << 1) | <u64>(before == 10)
  const wasDigit = (digits << 1) | <u64>(before - 48 < 10)
  const isComma = (commas >> 1) | ((<u64>(load<u8>(p, BLOCK) == 44)) << 63)
  const bad = ~(digits | commas | breaks) | (breaks & ~(isComma & wasDigit)) | (commas & ~(wasDigit | after))
  afterBreaks = after
  metBad = bad != 0
  return metBad ? commas & ((bad & (0 - bad)) - 1) : commas
}

/**
 * The value, so that V8 keeps it in a register: constants it makes anew in each turn of a loop.
 * @param somewhere 16 bytes that may be overwritten
 */
export function kept(value: v128, somewhere: usize): v128 {
  v128.store(somewhere, value)
  return v128.load(somewhere)
}

export function equals(block: v128, character: i8): v128 {
  return i8x16.eq(block, i8x16.splat(character))
}

export function areDigits(block: v128): v128 {
  return i8x16.lt_u(i8x16.sub(block, i8x16.splat(48)), i8x16.splat(10))
}

/** One bit for each of 64 characters. */
export function masks(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  )
}

/** The number between two positions; more than 32 bits can hold where it is too long to be read here. */
export function numberAt(start: usize, end: usize): u64 {
  const length = end - start
  if (length <= 8) return valueOf(start, length)
  if (length > MAX_DIGITS) return u64.MAX_VALUE
  return valueOf(start, length - 8) * 100000000 + valueOf(end - 8, 8)
}

/** The value of `length` digits, 1 to 8, from `start` on. */
export function valueOf(start: usize, length: usize): u64 {
  // What stands behind the number is shifted out, and zeros come before it.
  let word = (load<u64>(start) ^ ZEROS) << (64 - ((<u64>length) << 3))
  // Pairs of digits, then pairs of pairs, then both halves.
  word = (word * 2561) >> 8
  word = ((word & 0x00ff00ff00ff00ff) * 6553601) >> 16
  return ((word & 0x0000ffff0000ffff) * 42949672960001) >> 32
}
