const DIGIT_BITS = 11
const BUCKETS = 1 << DIGIT_BITS
const MASK = BUCKETS - 1

/**
 * Sorts `indexes` in place by `keyOf(index)`, smallest first or, when `descending`, largest first; equal keys keep
 * their order. Keys are doubles; negative ones sort before all others.
 *
 * Least-significant-digit radix sort over the bits of the doubles, skipping digits that are all alike.
 * O(n) time, 24 bytes an index of working memory.
 */
export function sortIndexesBy(
  indexes: Uint32Array,
  keyOf: (index: number) => number,
  descending: boolean,
): void {
  const n = indexes.length
  let from: Keyed = { low: new Uint32Array(n), high: new Uint32Array(n), index: indexes }
  let to: Keyed = { low: new Uint32Array(n), high: new Uint32Array(n), index: new Uint32Array(n) }
  takeBits(indexes, keyOf, descending, from.low, from.high)
  for (const pass of PASSES) {
    const counts = countDigits(from, pass, n)
    if (!counts) continue
    scatter(from, to, pass, counts, n)
    const swap = from
    from = to
    to = swap
  }
  if (from.index !== indexes) indexes.set(from.index)
}

interface Keyed {
  low: Uint32Array
  high: Uint32Array
  index: Uint32Array
}

interface Pass {
  readonly word: 'low' | 'high'
  readonly shift: number
}

const PASSES: readonly Pass[] = [
  { word: 'low', shift: 0 },
  { word: 'low', shift: 11 },
  { word: 'low', shift: 22 },
  { word: 'high', shift: 0 },
  { word: 'high', shift: 11 },
  { word: 'high', shift: 22 },
]

/** Turns each key into 64 bits that sort as unsigned numbers the way the keys should. */
function takeBits(
  indexes: Uint32Array,
  keyOf: (index: number) => number,
  descending: boolean,
  low: Uint32Array,
  high: Uint32Array,
): void {
  const double = new Float64Array(1)
  const words = new Uint32Array(double.buffer)
  const flip = descending ? 0xffff_ffff : 0
  for (let i = 0; i < indexes.length; i++) {
    // Adding 0 turns -0 into 0, which has other bits.
    double[0] = keyOf(indexes[i]!) + 0
    const negative = words[1]! >>> 31 === 1
    low[i] = (negative ? ~words[0]! : words[0]!) ^ flip
    high[i] = (negative ? ~words[1]! : words[1]! | 0x8000_0000) ^ flip
  }
}

/** Where each digit's entries begin, or null when all entries have the same digit. */
function countDigits(keyed: Keyed, { word, shift }: Pass, n: number): Uint32Array | null {
  const words = keyed[word]
  const counts = new Uint32Array(BUCKETS)
  for (let i = 0; i < n; i++) counts[(words[i]! >>> shift) & MASK]!++
  let sum = 0
  for (let digit = 0; digit < BUCKETS; digit++) {
    const count = counts[digit]!
    if (count === n) return null
    counts[digit] = sum
    sum += count
  }
  return counts
}

function scatter(from: Keyed, to: Keyed, { word, shift }: Pass, at: Uint32Array, n: number): void {
  const words = from[word]
  for (let i = 0; i < n; i++) {
    const place = at[(words[i]! >>> shift) & MASK]!++
    to.low[place] = from.low[i]!
    to.high[place] = from.high[i]!
    to.index[place] = from.index[i]!
  }
}
