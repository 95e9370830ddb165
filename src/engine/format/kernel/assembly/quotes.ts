import { BLOCK, equals, masks } from './text'

/** Whether the next byte stands after a backslash that counts. */
let escaped: u32 = 0

/**
 * Writes where the quotes are that no backslash stands before, one position after the other as 32 bits each. Wants room
 * for as many as there are bytes, and a block that may be read after `to`.
 * @returns how many there are
 */
export function quotes(from: u32, to: u32, positions: u32): u32 {
  let target: usize = positions
  for (let p: usize = from; p < <usize>to; p += BLOCK) {
    const a = v128.load(p)
    const b = v128.load(p, 16)
    const c = v128.load(p, 32)
    const d = v128.load(p, 48)
    let found = masks(equals(a, 34), equals(b, 34), equals(c, 34), equals(d, 34))
    let slashes = masks(equals(a, 92), equals(b, 92), equals(c, 92), equals(d, 92))
    const left: u64 = <u64>to - <u64>p
    if (left < 64) {
      found &= ((<u64>1) << left) - 1
      slashes &= ((<u64>1) << left) - 1
    }
    if (escaped) {
      found &= ~1
      slashes &= ~1
      escaped = 0
    }
    while (slashes != 0) {
      const after = ctz(slashes) + 1
      slashes &= slashes - 1
      if (after == 64 || after >= left) {
        escaped = 1
      } else {
        found &= ~((<u64>1) << after)
        slashes &= ~((<u64>1) << after)
      }
    }
    while (found != 0) {
      store<u32>(target, <u32>(p + <usize>ctz(found)))
      target += 4
      found &= found - 1
    }
  }
  return <u32>((target - <usize>positions) >> 2)
}
