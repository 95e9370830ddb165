import { areDigits, BLOCK, equals, masks } from './text'

/** How many commas the last call of `skim` came across. */
export let commas: u32 = 0

/**
 * Walks over blocks of digits, commas and line breaks.
 * @returns the position of the first block that holds anything else, or of which less than a block is left before `to`
 */
export function skim(from: u32, to: u32): u32 {
  let p: usize = from
  let found: u64 = 0
  while (p + BLOCK <= <usize>to) {
    const a = v128.load(p)
    const b = v128.load(p, 16)
    const c = v128.load(p, 32)
    const d = v128.load(p, 48)
    const ends = masks(equals(a, 44), equals(b, 44), equals(c, 44), equals(d, 44))
    const breaks = masks(equals(a, 10), equals(b, 10), equals(c, 10), equals(d, 10))
    const digits = masks(areDigits(a), areDigits(b), areDigits(c), areDigits(d))
    if ((digits | ends | breaks) != 0xffffffffffffffff) break
    found += popcnt(ends)
    p += BLOCK
  }
  commas = <u32>found
  return <u32>p
}
