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
/** Text whose commas are found before its records are read. */
const STRETCH: usize = 4096
/** Records in a stretch at most. */
const MOST_RECORDS: u32 = <u32>(STRETCH / LEAST_RECORD)
/** Where things are in the table of `edges`. */
const INDEXED: usize = 16
const NAME_PLACES: usize = 32
const POSITION_PLACES: usize = 32 + 8 * 16
/** Where things are in the room of `edges`: behind the commas of a stretch, and what is written past their end. */
const RAW: usize = 4 * STRETCH + 256

/**
 * Reads records of edges (type, name or index, position of the target) as `parse` reads numbers, a line break at most at a
 * record's end, and turns them into links and labels of 32 bits each: `target << 4 | code` and `name << 4 | code`.
 *
 * Goes through the text stretch by stretch: finds its commas, then gathers the numbers between them, then makes four edges
 * of them at a time. None of it waits for the one before, and what is odd is asked for once a stretch, which is then read
 * record by record.
 *
 * A position is a multiple of the numbers in a node's record. Multiplying it by the inverse of their odd part modulo 2^32
 * and rotating by the even part's bits divides it; what is no multiple becomes more than (2^32 - 1) / stride (H. Warren,
 * Hacker's Delight, 10-17), which must not be less than `nodes`.
 *
 * Stops as `parse` does, and before a record whose type has several digits or is none below `types`, whose name has more
 * than 8 digits, or whose target is no node. Wants 16 bytes that may be read before `from`, and 64 after `to`.
 * @param from where a record begins
 * @param table 16 bytes with our code for each type; 16 that are not 0 where its names are indexes; and, for `gather`, 16
 *   for each length of a name up to 8, and twice 16 for each of a position up to 16
 * @param isLong whether positions have more than eight digits
 * @param room for what is known of a stretch
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
  isLong: bool,
  room: u32,
): u32 {
  let p: usize = from
  let link: usize = links
  const behind: usize = <usize>labels - <usize>links
  const stop: usize = <usize>links + ((<usize>capacity - MOST_RECORDS) << 2)
  while (link <= stop) {
    const commas = findCommas(p, to, room)
    const count: usize = ((commas - room) / 12) & ~3
    if (
      count > 0 &&
      gather(p, room, count, table, isLong) &&
      convert(room + RAW, link, behind, count, table, types, inverse, bits, nodes)
    ) {
      link += count << 2
      p = <usize>load<u32>(room + count * 12 - 4) + BEFORE + 1
      continue
    }
    let at: usize = room
    for (; at + 12 <= commas; at += 12) {
      const typeEnd = <usize>load<u32>(at) + BEFORE
      const nameEnd = <usize>load<u32>(at, 4) + BEFORE
      const comma = <usize>load<u32>(at, 8) + BEFORE
      const end = comma - <usize>(load<u8>(comma - 1) == 10)
      const type: u32 = <u32>load<u8>(p) - 48
      const nameLength = nameEnd - typeEnd - 1
      const length = end - nameEnd - 1
      if (nameLength - 1 >= 8 || length - 1 >= MAX_DIGITS) break
      const name = <u32>valueOf(typeEnd + 1, nameLength)
      const position =
        length <= 8
          ? valueOf(nameEnd + 1, length)
          : valueOf(nameEnd + 1, length - 8) * 100000000 + valueOf(end - 8, 8)
      const node = rotr<u32>(<u32>position * inverse, bits)
      const odd =
        u32(typeEnd != p + 1) |
        u32(type >= types) |
        u32(load<u8>(nameEnd - 1) == 10) |
        u32(position > 0xffffffff) |
        u32(node >= nodes)
      if (odd) break
      const code = <u32>load<u8>(table + type)
      if (load<u8>(table + type, INDEXED) == 0) maxName = larger(maxName, name)
      store<u32>(link, (node << 4) | code)
      store<u32>(link + behind, (name << 4) | code)
      link += 4
      p = comma + 1
    }
    if (at + 12 <= commas || at == room) break
  }
  taken = <u32>((link - <usize>links) >> 2)
  return <u32>p
}

/** The characters that are read at once before a comma. */
const BEFORE: usize = 16

/**
 * Writes, for each comma in a stretch of text before the first character that is not plain, where the 16 characters before it
 * begin, as 32 bits. Of two commas side by side it knows nothing.
 * @returns where that ends
 */
function findCommas(from: usize, to: usize, positions: usize): usize {
  const end = from + STRETCH < to ? from + STRETCH : to
  const comma = kept(i8x16.splat(44), positions)
  const zero = kept(i8x16.splat(48), positions)
  const ten = kept(i8x16.splat(10), positions)
  let target = positions
  metBad = false
  for (let p = from; p + BLOCK <= end; p += BLOCK) {
    const a = v128.load(p)
    const b = v128.load(p, 16)
    const c = v128.load(p, 32)
    const d = v128.load(p, 48)
    const inA = i8x16.eq(a, comma)
    const inB = i8x16.eq(b, comma)
    const inC = i8x16.eq(c, comma)
    const inD = i8x16.eq(d, comma)
    const known = v128.and(
      v128.and(
        v128.or(inA, i8x16.lt_u(i8x16.sub(a, zero), ten)),
        v128.or(inB, i8x16.lt_u(i8x16.sub(b, zero), ten)),
      ),
      v128.and(
        v128.or(inC, i8x16.lt_u(i8x16.sub(c, zero), ten)),
        v128.or(inD, i8x16.lt_u(i8x16.sub(d, zero), ten)),
      ),
    )
    const commas = i8x16.all_true(known)
      ? masks(inA, inB, inC, inD)
      : commasBeforeBad(p, p > from ? load<u8>(p - 1) : 0)
    target = writePositions(commas, p - BEFORE, target)
    if (metBad) break
  }
  return target
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

/**
 * Gathers the numbers of `count` records, the first at `p`, whose commas `findCommas` found: 16 bytes each with the name, the
 * last eight digits of the position, those before, and the character of the type.
 *
 * Name and position are read at once: a table says, by how long each is, which of the 16 characters before its end belongs
 * where. The name's digits come into the first eight bytes and the position's last eight into the rest; then pairs, fours
 * and eights of them are added up.
 * @returns whether all that was met was digits, of numbers that fit
 */
function gather(from: usize, room: usize, count: usize, table: usize, isLong: bool): bool {
  const last = room + RAW + (count << 4)
  const zeros = kept(i8x16.splat(48), room + RAW - 16)
  const tens = kept(i16x8.splat(2561), room + RAW - 16)
  const hundreds = kept(i32x4.splat(0x10064), room + RAW - 16)
  const tenThousands = kept(i16x8(10000, 1, 10000, 1, 1, 0, 0, 0), room + RAW - 16)
  // So that lengths past the longest come to 16 and more.
  const spare: usize = isLong ? 16 - MAX_DIGITS : 8
  let worst = i8x16.splat(0)
  let front = worst
  let odd: usize = 0
  let before = from - BEFORE - 1
  let at = room
  for (let target = room + RAW; target < last; target += 16) {
    const typeEnd: usize = load<u32>(at)
    const nameEnd: usize = load<u32>(at, 4)
    const comma: usize = load<u32>(at, 8)
    const end = comma - <usize>(load<u8>(comma, BEFORE - 1) == 10)
    // One less than their lengths; what is empty becomes very long.
    const nameLength = nameEnd - typeEnd - 2
    const length = end - nameEnd - 2
    odd |= ((typeEnd - before) ^ 2) | (nameLength >> 3) | ((length | (length + spare)) >> 4)
    const characters = i8x16.sub(v128.load(end), zeros)
    const places = table + ((length & 15) << 5)
    const digits = v128.or(
      i8x16.swizzle(
        i8x16.sub(v128.load(nameEnd), zeros),
        v128.load(table + ((nameLength & 7) << 4), NAME_PLACES),
      ),
      i8x16.swizzle(characters, v128.load(places, POSITION_PLACES)),
    )
    worst = i8x16.max_u(worst, digits)
    if (isLong) {
      const digitsBefore = i8x16.swizzle(characters, v128.load(places, POSITION_PLACES + 16))
      worst = i8x16.max_u(worst, digitsBefore)
      front = pairsOf(digitsBefore, tens)
    }
    const fours = i32x4.dot_i16x8_s(pairsOf(digits, tens), hundreds)
    const numbers = i32x4.dot_i16x8_s(i16x8.narrow_i32x4_u(fours, front), tenThousands)
    v128.store(target, i32x4.replace_lane(numbers, 3, load<u8>(before, BEFORE + 1)))
    before = comma
    at += 12
  }
  return odd == 0 && !v128.any_true(i8x16.gt_u(worst, i8x16.splat(9)))
}

/** What each two digits side by side make, as 16 bits. */
function pairsOf(digits: v128, tens: v128): v128 {
  return i16x8.shr_u(i16x8.mul(digits, tens), 8)
}

/** The same, in a way that V8 keeps it in a register: constants it makes anew in each turn of a loop. */
function kept(value: v128, somewhere: usize): v128 {
  v128.store(somewhere, value)
  return v128.load(somewhere)
}

/** Positions whose digits before the last eight make no more than this fit into 32 bits. */
const MOST_FRONT: u32 = 41

/**
 * Makes links and labels of `count` records, a multiple of four, that `gather` left.
 * @returns whether all are edges; else nothing counts that was written
 */
function convert(
  raw: usize,
  link: usize,
  behind: usize,
  count: usize,
  table: usize,
  types: u32,
  inverse: u32,
  bits: u32,
  nodes: u32,
): bool {
  const last = raw + (count << 4)
  const codes = v128.load(table)
  const isNamed = i8x16.eq(v128.load(table, INDEXED), i8x16.splat(0))
  const beyond = kept(i32x4.splat(100000000), raw - 16)
  const zero = kept(i32x4.splat(48), raw - 16)
  const everywhere = kept(i32x4.splat(0x01010101), raw - 16)
  const odds = kept(i32x4.splat(inverse), raw - 16)
  let mostFront = i32x4.splat(0)
  let mostType = mostFront
  let mostNode = mostFront
  let mostName = i32x4.splat(maxName)
  for (let at = raw; at < last; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
    const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
    const abBehind = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
    const cdBehind = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
    const name = v128.shuffle<u64>(ab, cd, 0, 2)
    const front = v128.shuffle<u64>(abBehind, cdBehind, 0, 2)
    const position = i32x4.add(v128.shuffle<u64>(ab, cd, 1, 3), i32x4.mul(front, beyond))
    const type = i32x4.sub(v128.shuffle<u64>(abBehind, cdBehind, 1, 3), zero)
    const product = i32x4.mul(position, odds)
    const node = v128.or(i32x4.shr_u(product, bits), i32x4.shl(product, 32 - bits))
    // The type in each of four bytes, so that four are looked up.
    const four = i32x4.mul(type, everywhere)
    const code = v128.and(i8x16.swizzle(codes, four), i32x4.splat(0xff))
    mostFront = i32x4.max_u(mostFront, front)
    mostType = i32x4.max_u(mostType, type)
    mostNode = i32x4.max_u(mostNode, node)
    mostName = i32x4.max_u(mostName, v128.and(name, i8x16.swizzle(isNamed, four)))
    v128.store(link, v128.or(i32x4.shl(node, 4), code))
    v128.store(link + behind, v128.or(i32x4.shl(name, 4), code))
    link += 16
  }
  if (largestOf(mostFront) > MOST_FRONT || largestOf(mostType) >= types || largestOf(mostNode) >= nodes)
    return false
  maxName = largestOf(mostName)
  return true
}

function largestOf(four: v128): u32 {
  return larger(
    larger(i32x4.extract_lane(four, 0), i32x4.extract_lane(four, 1)),
    larger(i32x4.extract_lane(four, 2), i32x4.extract_lane(four, 3)),
  )
}

/** Lists of labels that are kept, as a power of two, and the bytes for each: length, number plus one, 8 unused, labels. */
const SLOT_BITS: u32 = 12
const SLOT: usize = 128
const IN_SLOT: usize = 16
const MOST_KEPT: u32 = <u32>((SLOT - IN_SLOT) / 4)

/** How many lists the last call of `recognize` did not know. */
export let strange: u32 = 0

/** Added to a node, this stands for the number that its list will have. */
const TO_COME: u32 = 0x80000000

/**
 * Goes from node to node, and writes the number of the list of each one's labels where it was kept lately. Keeps those that
 * were not, unless they are too long: `settle` is to be called then. Wants a slot's bytes that may be read after the labels.
 * @param labels those of the first node's edges, then those of the next
 * @param first the first node's first edge
 * @param ends for each node, which edge comes after its last
 * @param numbers takes the number of each node's list
 * @param nodes how many there are
 * @param end the edge after the last whose label is there
 * @param strangers takes which nodes have lists that are not known
 * @returns how many nodes there are whose labels are all there
 */
export function recognize(
  labels: u32,
  first: u32,
  ends: u32,
  numbers: u32,
  nodes: u32,
  end: u32,
  slots: u32,
  strangers: u32,
): u32 {
  const order = kept(i32x4(0, 1, 2, 3), strangers)
  const next = kept(i32x4(4, 5, 6, 7), strangers)
  let at: usize = labels
  let unknown = strangers
  let node: u32 = 0
  for (; node < nodes; node++) {
    const last = load<u32>(ends + (node << 2))
    if (last > end) break
    const length = last - first
    const slot = slots + slotOf(at, length)
    let number: u32 = 0
    if (load<u32>(slot) == length) {
      const lengths = i32x4.splat(length)
      let other = v128.or(
        v128.and(v128.xor(v128.load(at), v128.load(slot, IN_SLOT)), i32x4.gt_s(lengths, order)),
        v128.and(v128.xor(v128.load(at, 16), v128.load(slot, IN_SLOT + 16)), i32x4.gt_s(lengths, next)),
      )
      for (let i: u32 = 8; i < length; i += 4) {
        const pair = v128.xor(v128.load(at + (i << 2)), v128.load(slot + (i << 2), IN_SLOT))
        other = v128.or(other, v128.and(pair, i32x4.gt_s(i32x4.splat(length - i), order)))
      }
      if (!v128.any_true(other)) number = load<u32>(slot, 4)
    }
    if (number == 0) {
      store<u32>(unknown, node)
      unknown += 4
      if (length <= MOST_KEPT) {
        store<u32>(slot, length)
        store<u32>(slot, TO_COME + node + 1, 4)
        for (let i: u32 = 0; i < length; i++) store<u32>(slot + (i << 2), load<u32>(at + (i << 2)), IN_SLOT)
      }
    }
    store<u32>(numbers + (node << 2), number - 1)
    at += length << 2
    first = last
  }
  strange = (unknown - strangers) >> 2
  return node
}

/**
 * After `recognize`, once the strangers have their numbers: writes these wherever they were still to come.
 * @param nodes what `recognize` returned
 */
export function settle(
  labels: u32,
  first: u32,
  ends: u32,
  numbers: u32,
  nodes: u32,
  slots: u32,
  strangers: u32,
): void {
  for (let i: u32 = 0; i < strange; i++) {
    const node = load<u32>(strangers + (i << 2))
    const start = node == 0 ? first : load<u32>(ends + (node << 2) - 4)
    const length = load<u32>(ends + (node << 2)) - start
    const slot = slots + slotOf(labels + ((start - first) << 2), length)
    if (load<u32>(slot, 4) == TO_COME + node + 1) store<u32>(slot, load<u32>(numbers + (node << 2)) + 1, 4)
  }
  const end = numbers + (nodes << 2)
  for (let at = numbers; at < end; at += 4) {
    const number = load<u32>(at)
    if (number >= TO_COME) store<u32>(at, load<u32>(numbers + ((number - TO_COME) << 2)))
  }
}

/** Where in the slots a list goes, in bytes, by its first label, its last, and its length. */
function slotOf(labels: usize, length: u32): u32 {
  if (length == 0) return 0
  const first = load<u32>(labels)
  const last = load<u32>(labels + ((length - 1) << 2))
  const mixed = (first ^ (last * 0x9e3779b1)) * 0x85ebca6b + length * 0xc2b2ae35
  return (mixed >> (32 - SLOT_BITS)) * <u32>SLOT
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

/** Whether `commasBeforeBad` met something that is not plain. */
let metBad = false

/** As `plainEnds`, after the character `before`, and without looking at what stands before commas. */
function commasBeforeBad(p: usize, before: u32): u64 {
  const a = v128.load(p)
  const b = v128.load(p, 16)
  const c = v128.load(p, 32)
  const d = v128.load(p, 48)
  const commas = masks(equals(a, 44), equals(b, 44), equals(c, 44), equals(d, 44))
  const breaks = masks(equals(a, 10), equals(b, 10), equals(c, 10), equals(d, 10))
  const digits = masks(areDigits(a), areDigits(b), areDigits(c), areDigits(d))
  const isComma = (commas >> 1) | ((<u64>(load<u8>(p, 64) == 44)) << 63)
  const wasDigit = (digits << 1) | <u64>(before - 48 < 10)
  const bad = ~(digits | commas | breaks) | (breaks & ~(isComma & wasDigit))
  metBad = bad != 0
  return metBad ? commas & ((bad & (0 - bad)) - 1) : commas
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
