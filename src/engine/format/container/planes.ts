/**
 * A block of numbers is stored as byte planes: the lowest byte of every entry, then the second byte of every entry, and
 * so on, as many as its largest number needs (its width). High bytes are alike from entry to entry, low bytes repeat
 * with the pattern of the heap; deflate finds both only when they stand apart.
 */

/** Whole numbers below 2^53 need at most this many planes. */
const MAX_WHOLE_WIDTH = 7
/** The width of a block of doubles of which some are no such number: their eight bytes as IEEE 754 has them. */
export const RAW_WIDTH = 8

const TWO_32 = 2 ** 32
const TWO_53 = 2 ** 53

/** How many planes `values` need: 1 to 4. */
export function widthOfWords(values: Uint32Array): number {
  let bits = 0
  for (let i = 0; i < values.length; i++) bits |= values[i]!
  return Math.max(1, 4 - (Math.clz32(bits) >>> 3))
}

/** The planes of `values`, `width` of them. */
export function splitWords(values: Uint32Array, width: number): Uint8Array {
  const count = values.length
  const planes = new Uint8Array(count * width)
  for (let k = 0; k < width; k++) {
    const plane = planes.subarray(k * count, (k + 1) * count)
    const shift = 8 * k
    for (let i = 0; i < count; i++) plane[i] = values[i]! >>> shift
  }
  return planes
}

/** Puts numbers together again: the inverse of `splitWords` for `out.length` entries. */
export function mergeWords(planes: Uint8Array, width: number, out: Uint32Array): void {
  const count = out.length
  if (count % 4 === 0 && planes.byteOffset % 4 === 0) {
    mergeFours(planes, width, out)
    return
  }
  out.set(planes.subarray(0, count))
  for (let k = 1; k < width; k++) {
    const plane = planes.subarray(k * count, (k + 1) * count)
    const shift = 8 * k
    for (let i = 0; i < count; i++) out[i]! |= plane[i]! << shift
  }
}

/** The same, four entries at a time, which is two to three times as fast. */
function mergeFours(planes: Uint8Array, width: number, out: Uint32Array): void {
  const count = out.length >>> 2
  // With signs, so that the numbers stay 32-bit integers on their way.
  const fours = (k: number) => new Int32Array(planes.buffer, planes.byteOffset + k * out.length, count)
  const to = new Int32Array(out.buffer, out.byteOffset, out.length)
  if (width === 1) spread1(fours(0), to)
  else if (width === 2) merge2(fours(0), fours(1), to)
  else if (width === 3) merge3(fours(0), fours(1), fours(2), to)
  else merge4(fours(0), fours(1), fours(2), fours(3), to)
}

function spread1(low: Int32Array, to: Int32Array): void {
  for (let i = 0, j = 0; i < low.length; i++, j += 4) {
    const a = low[i]!
    to[j] = a & 0xff
    to[j + 1] = (a >>> 8) & 0xff
    to[j + 2] = (a >>> 16) & 0xff
    to[j + 3] = a >>> 24
  }
}

function merge2(low: Int32Array, second: Int32Array, to: Int32Array): void {
  for (let i = 0, j = 0; i < low.length; i++, j += 4) {
    const a = low[i]!
    const b = second[i]!
    to[j] = (a & 0xff) | ((b & 0xff) << 8)
    to[j + 1] = ((a >>> 8) & 0xff) | (b & 0xff00)
    to[j + 2] = ((a >>> 16) & 0xff) | ((b >>> 8) & 0xff00)
    to[j + 3] = (a >>> 24) | ((b >>> 16) & 0xff00)
  }
}

function merge3(low: Int32Array, second: Int32Array, third: Int32Array, to: Int32Array): void {
  for (let i = 0, j = 0; i < low.length; i++, j += 4) {
    const a = low[i]!
    const b = second[i]!
    const c = third[i]!
    to[j] = (a & 0xff) | ((b & 0xff) << 8) | ((c & 0xff) << 16)
    to[j + 1] = ((a >>> 8) & 0xff) | (b & 0xff00) | ((c & 0xff00) << 8)
    to[j + 2] = ((a >>> 16) & 0xff) | ((b >>> 8) & 0xff00) | (c & 0xff_0000)
    to[j + 3] = (a >>> 24) | ((b >>> 16) & 0xff00) | ((c >>> 8) & 0xff_0000)
  }
}

function merge4(
  low: Int32Array,
  second: Int32Array,
  third: Int32Array,
  high: Int32Array,
  to: Int32Array,
): void {
  for (let i = 0, j = 0; i < low.length; i++, j += 4) {
    const a = low[i]!
    const b = second[i]!
    const c = third[i]!
    const d = high[i]!
    to[j] = (a & 0xff) | ((b & 0xff) << 8) | ((c & 0xff) << 16) | (d << 24)
    to[j + 1] = ((a >>> 8) & 0xff) | (b & 0xff00) | ((c & 0xff00) << 8) | ((d & 0xff00) << 16)
    to[j + 2] = ((a >>> 16) & 0xff) | ((b >>> 8) & 0xff00) | (c & 0xff_0000) | ((d & 0xff_0000) << 8)
    to[j + 3] = (a >>> 24) | ((b >>> 16) & 0xff00) | ((c >>> 8) & 0xff_0000) | (d & 0xff00_0000)
  }
}

/** How many planes `values` need: 1 to 7, or `RAW_WIDTH` where some are not whole numbers from 0 below 2^53. */
export function widthOfDoubles(values: Float64Array): number {
  let most = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const isWhole = value >= 0 && value < TWO_53 && Math.floor(value) === value
    if (!isWhole || Object.is(value, -0)) return RAW_WIDTH
    if (value > most) most = value
  }
  let width = 1
  while (2 ** (8 * width) <= most) width++
  return width
}

export function splitDoubles(values: Float64Array, width: number): Uint8Array {
  const count = values.length
  if (width === RAW_WIDTH) return transposed(new Uint8Array(values.slice().buffer), count, RAW_WIDTH)
  const low = Uint32Array.from(values, (value) => value % TWO_32)
  if (width <= 4) return splitWords(low, width)
  const high = Uint32Array.from(values, (value) => Math.floor(value / TWO_32))
  const planes = new Uint8Array(count * width)
  planes.set(splitWords(low, 4))
  planes.set(splitWords(high, width - 4), 4 * count)
  return planes
}

/** The inverse of `splitDoubles` for `out.length` entries. */
export function mergeDoubles(planes: Uint8Array, width: number, out: Float64Array): void {
  const count = out.length
  if (width === RAW_WIDTH) {
    const bytes = transposed(planes, RAW_WIDTH, count)
    out.set(new Float64Array(bytes.buffer))
    return
  }
  const low = new Uint32Array(count)
  mergeWords(planes, Math.min(width, 4), low)
  if (width <= 4) {
    out.set(low)
    return
  }
  const high = new Uint32Array(count)
  mergeWords(planes.subarray(4 * count), width - 4, high)
  for (let i = 0; i < count; i++) out[i] = high[i]! * TWO_32 + low[i]!
}

/** Whether a block of doubles may have this width. */
export function isDoubleWidth(width: number): boolean {
  return (width >= 1 && width <= MAX_WHOLE_WIDTH) || width === RAW_WIDTH
}

/**
 * Replaces each number by its difference to the one before, folded so that small differences of both signs become small
 * numbers: 0, −1, 1, −2 … become 0, 1, 2, 3 ….
 * @param before the number before the first
 * @returns the differences; the numbers themselves stay as they are
 */
export function differences(values: Uint32Array, before: number): Uint32Array {
  const folded = new Uint32Array(values.length)
  let last = before | 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]! | 0
    const step = (value - last) | 0
    folded[i] = (step << 1) ^ (step >> 31)
    last = value
  }
  return folded
}

/** The inverse of `differences`, in place. @returns the last number, which the next block begins with */
export function addUp(values: Uint32Array, before: number): number {
  let last = before | 0
  for (let i = 0; i < values.length; i++) {
    const folded = values[i]!
    last = (last + ((folded >>> 1) ^ -(folded & 1))) | 0
    values[i] = last
  }
  return last >>> 0
}

/** The entries of a table of `rows` rows and `columns` columns, column by column. */
function transposed(table: Uint8Array, rows: number, columns: number): Uint8Array {
  const out = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) out[column * rows + row] = table[row * columns + column]!
  }
  return out
}
