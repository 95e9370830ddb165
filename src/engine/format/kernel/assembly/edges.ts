import { BEFORE, findCommas, STRETCH } from './commas'
import { kept, larger, MAX_DIGITS, valueOf } from './text'

/** How many records the last call of `edges` took. */
export let edgesTaken: u32 = 0
/** The largest name among the edges that `edges` took whose types are not indexed. The host may set it. */
export let maxName: u32 = 0

/** The shortest record: three digits and three commas. */
const LEAST_RECORD: usize = 6
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
 * @param room 32 KiB for what is known of a stretch
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
      // As `numberAt` does, see `parse`.
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
  edgesTaken = <u32>((link - <usize>links) >> 2)
  return <u32>p
}

/**
 * Gathers the numbers of `count` records, the first at `from`, whose commas `findCommas` found: 16 bytes each with the name, the
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
