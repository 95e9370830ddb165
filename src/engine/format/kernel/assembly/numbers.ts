/**
 * The kernel, in AssemblyScript. Reads whole numbers that are directly followed by a comma, or by a line break and a
 * comma, and writes them one after the other, or by fields of their records, as 32 bits each; and finds the quotes around
 * strings.
 *
 * It looks at 64 characters at once: three bit masks say where digits, commas and line breaks are. The numbers end where
 * the commas are, so that finding the next number does not wait for the value of the one before.
 */

/** How many numbers stand in the output. The host may set it. */
export let count: u32 = 0

const ZEROS: u64 = 0x3030303030303030
/** Numbers in 64 characters at most. */
const MOST_NUMBERS: usize = 32
/** The longest number read here: ten digits hold every number below 2^32. */
const MAX_DIGITS: usize = 10
const BLOCK: usize = 64

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
    let ends = plainEnds(p)
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
    let ends = plainEnds(p)
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
  taken = <u32>((row - <usize>fields) >> 2)
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

/** How many records the last call of `edges` or `records` took. */
export let taken: u32 = 0
/** The largest name among the edges that `edges` took whose types are not indexed. The host may set it. */
export let maxName: u32 = 0

/** The shortest record: three digits and three commas. */
const LEAST_RECORD: usize = 6
/** Records in 64 characters at most. */
const MOST_RECORDS: u32 = <u32>(BLOCK / LEAST_RECORD)

/**
 * Reads records of edges (type, name or index, position of the target) as `parse` reads numbers, a line break at most at a
 * record's end, and turns them into links and labels of 32 bits each: `target << 4 | code` and `name << 4 | code`.
 *
 * A position is a multiple of the numbers in a node's record. Multiplying it by the inverse of their odd part modulo 2^32
 * and rotating by the even part's bits divides it; what is no multiple becomes more than (2^32 - 1) / stride (H. Warren,
 * Hacker's Delight, 10-17), which must not be less than `nodes`.
 *
 * Stops as `parse` does, and before a record whose type has several digits or is none below `types`, whose name has more
 * than 8 digits, or whose target is no node.
 * @param from where a record begins
 * @param table 16 bytes with our code for each type, and 16 that are not 0 where its names are indexes
 * @returns the position of the first record that was not read
 */
export function edges(
  from: u32,
  to: u32,
  links: u32,
  labels: u32,
  capacity: u32,
  table: u32,
  types: u32,
  inverse: u32,
  bits: u32,
  nodes: u32,
): u32 {
  let p: usize = from
  let link: usize = links
  const behind: usize = <usize>labels - <usize>links
  const stop: usize = <usize>links + ((<usize>capacity - MOST_RECORDS) << 2)
  let max = maxName
  while (p + BLOCK <= <usize>to && link <= stop) {
    let ends = plainEnds(p)
    const breaks = afterBreaks
    const block = p
    for (;;) {
      const second = ends & (ends - 1)
      const third = second & (second - 1)
      if (third == 0) break
      const typeEnd = block + <usize>ctz(ends)
      const nameAt = ctz(second)
      const nameEnd = block + <usize>nameAt
      const comma = ctz(third)
      const end = block + <usize>comma - <usize>((breaks >> comma) & 1)
      const type: u32 = <u32>load<u8>(p) - 48
      const nameLength = nameEnd - typeEnd - 1
      const length = end - nameEnd - 1
      const name = <u32>valueOf(typeEnd + 1, nameLength)
      const position =
        length <= 8
          ? valueOf(nameEnd + 1, length)
          : valueOf(nameEnd + 1, length - 8) * 100000000 + valueOf(end - 8, 8)
      const node = rotr<u32>(<u32>position * inverse, bits)
      const odd =
        u32(typeEnd != p + 1) |
        u32(type >= types) |
        u32(nameLength > 8) |
        <u32>((breaks >> nameAt) & 1) |
        u32(length > MAX_DIGITS) |
        u32(position > 0xffffffff) |
        u32(node >= nodes)
      if (odd) break
      const code = <u32>load<u8>(table + type)
      // All bits where the name is an index.
      const isIndex = 0 - <u32>load<u8>(table + type, 16)
      max = larger(max, name & ~isIndex)
      store<u32>(link, (node << 4) | code)
      store<u32>(link + behind, (name << 4) | code)
      link += 4
      p = block + <usize>comma + 1
      ends = third & (third - 1)
    }
    if (p == block) break
  }
  maxName = max
  taken = <u32>((link - <usize>links) >> 2)
  return <u32>p
}

function larger(a: u32, b: u32): u32 {
  return a > b ? a : b
}

/** Where characters stand that follow a line break, in the block that `plainEnds` looked at last. */
let afterBreaks: u64 = 0

/**
 * Where the commas are among the 64 characters from `p` on, before the first that is not plain: line breaks stand directly
 * before a comma, both after a digit, and nothing else stands besides digits.
 */
function plainEnds(p: usize): u64 {
  const a = v128.load(p)
  const b = v128.load(p, 16)
  const c = v128.load(p, 32)
  const d = v128.load(p, 48)
  const commas = masks(equals(a, 44), equals(b, 44), equals(c, 44), equals(d, 44))
  const breaks = masks(equals(a, 10), equals(b, 10), equals(c, 10), equals(d, 10))
  const digits = masks(areDigits(a), areDigits(b), areDigits(c), areDigits(d))
  const after = breaks << 1
  const bad =
    ~(digits | commas | breaks) |
    (breaks & ~(commas >> 1)) |
    (breaks & ~(digits << 1)) |
    (commas & ~((digits << 1) | after))
  afterBreaks = after
  return bad == 0 ? commas : commas & ((bad & (0 - bad)) - 1)
}

function equals(block: v128, character: i8): v128 {
  return i8x16.eq(block, i8x16.splat(character))
}

function areDigits(block: v128): v128 {
  return i8x16.lt_u(i8x16.sub(block, i8x16.splat(48)), i8x16.splat(10))
}

/** One bit for each of 64 characters. */
function masks(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a)) |
    ((<u64>(<u32>i8x16.bitmask(b))) << 16) |
    ((<u64>(<u32>i8x16.bitmask(c))) << 32) |
    ((<u64>(<u32>i8x16.bitmask(d))) << 48)
  )
}

/** The number between two positions; more than 32 bits can hold where it is too long to be read here. */
function numberAt(start: usize, end: usize): u64 {
  const length = end - start
  if (length <= 8) return valueOf(start, length)
  if (length > MAX_DIGITS) return u64.MAX_VALUE
  return valueOf(start, length - 8) * 100000000 + valueOf(end - 8, 8)
}

/** The value of `length` digits, 1 to 8, from `start` on. */
function valueOf(start: usize, length: usize): u64 {
  // What stands behind the number is shifted out, and zeros come before it.
  let word = (load<u64>(start) ^ ZEROS) << (64 - ((<u64>length) << 3))
  // Pairs of digits, then pairs of pairs, then both halves.
  word = (word * 2561) >> 8
  word = ((word & 0x00ff00ff00ff00ff) * 6553601) >> 16
  return ((word & 0x0000ffff0000ffff) * 42949672960001) >> 32
}
