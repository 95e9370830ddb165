import { BLOCK, kept, masks, metBad, plainEnds } from './text'

/** Text whose commas are found at once. */
export const STRETCH: usize = 4096

/** The characters that are read at once before a comma. */
export const BEFORE: usize = 16

/**
 * Writes, for each comma in a stretch of text before the first character that is not plain, where the 16 characters before it
 * begin, as 32 bits. Of two commas side by side it knows nothing.
 * @returns where that ends
 */
export function findCommas(from: usize, to: usize, positions: usize): usize {
  const end = from + STRETCH < to ? from + STRETCH : to
  const comma = kept(i8x16.splat(44), positions)
  const zero = kept(i8x16.splat(48), positions)
  const ten = kept(i8x16.splat(10), positions)
  let target = positions
  for (let p = from; p + BLOCK <= end; p += BLOCK) {
    const a = v128.load(p)
    const b = v128.load(p, 16)
    const c = v128.load(p, 32)
    const d = v128.load(p, 48)
    const inA = i8x16.eq(a, comma)
    const inB = i8x16.eq(b, comma)
    const inC = i8x16.eq(c, comma)
    const inD = i8x16.eq(d, comma)
    const isPlain = i8x16.all_true(
      v128.and(
        v128.and(orDigits(inA, a, zero, ten), orDigits(inB, b, zero, ten)),
        v128.and(orDigits(inC, c, zero, ten), orDigits(inD, d, zero, ten)),
      ),
    )
    const commas = isPlain ? masks(inA, inB, inC, inD) : plainEnds(p, p > from ? load<u8>(p - 1) : 0)
    target = writePositions(commas, p - BEFORE, target)
    if (!isPlain && metBad) break
  }
  return target
}

/** Which characters of a block are commas, as is known, or digits. */
function orDigits(commas: v128, block: v128, zero: v128, ten: v128): v128 {
  return v128.or(commas, i8x16.lt_u(i8x16.sub(block, zero), ten))
}

/** Writes the positions of bits, `p` that of the lowest. Returns where they end; something is written behind that. */
function writePositions(bits: u64, p: usize, target: usize): usize {
  const end = target + ((<usize>popcnt(bits)) << 2)
  // By sixteens, so that how many there are is seldom to be foretold.
  do {
    store<u32>(target, <u32>(p + <usize>ctz(bits)))
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 4)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 8)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 12)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 16)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 20)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 24)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 28)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 32)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 36)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 40)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 44)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 48)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 52)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 56)
    bits &= bits - 1
    store<u32>(target, <u32>(p + <usize>ctz(bits)), 60)
    bits &= bits - 1
    target += 64
  } while (bits != 0)
  return end
}
