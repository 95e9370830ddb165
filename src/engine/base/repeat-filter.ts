import { BitSet } from './bit-set.ts'

/** As many hashes as are looked at together: what is known of them stays in the fastest cache. */
const BUCKET = 1 << 13
const MOST_BUCKET_BITS = 11
/** Bits of a set of hashes for each: about one in so many is wrongly taken for a repeat. */
const BITS_EACH = 16

/**
 * Tells by their hashes which of many things may be equal to another: most are not, and need no table of what is known. A
 * Bloom filter (1970) of one hash. What goes into it is found part by part, by the first bits of the hashes, since a set of
 * all of them at once would miss the caches with each. O(hashes), 4 bytes each while it is made.
 */
export class RepeatFilter {
  readonly #mask: number
  readonly #again: BitSet

  /** @param hashes of all things, of 32 bits each; things that are equal have the same */
  constructor(hashes: Uint32Array) {
    const repeats = repeatsAmong(hashes)
    const bits = powerAbove(repeats.length * BITS_EACH)
    this.#mask = bits - 1
    this.#again = new BitSet(bits)
    for (let i = 0; i < repeats.length; i++) this.#again.add(repeats[i]! & this.#mask)
  }

  /** Whether a thing may be equal to another. */
  mayRepeat(hash: number): boolean {
    return this.#again.has(hash & this.#mask)
  }
}

/** All hashes that are there more than once, as often as they are, and few others. */
function repeatsAmong(hashes: Uint32Array): Uint32Array {
  const { sorted, first } = sortIntoBuckets(hashes)
  const bits = BITS_EACH * BUCKET
  const met = new BitSet(bits)
  const again = new BitSet(bits)
  let count = 0
  for (let bucket = 0; bucket + 1 < first.length; bucket++) {
    const from = first[bucket]!
    const to = first[bucket + 1]!
    for (let i = from; i < to; i++) {
      const bit = sorted[i]! & (bits - 1)
      if (met.has(bit)) again.add(bit)
      else met.add(bit)
    }
    // Those of the buckets before are not needed any more.
    for (let i = from; i < to; i++) if (again.has(sorted[i]! & (bits - 1))) sorted[count++] = sorted[i]!
    met.bytes.fill(0)
    again.bytes.fill(0)
  }
  return sorted.subarray(0, count)
}

/** Sorts by the first bits. @returns with `first` by bucket, and one more: where it begins */
function sortIntoBuckets(hashes: Uint32Array): { sorted: Uint32Array; first: Uint32Array } {
  const bucketBits = Math.min(MOST_BUCKET_BITS, Math.log2(powerAbove(hashes.length / BUCKET)))
  const shift = 32 - bucketBits
  // A shift by all 32 bits would be none.
  const bucketOf = (hash: number): number => (bucketBits === 0 ? 0 : hash >>> shift)
  const first = new Uint32Array(2 ** bucketBits + 1)
  for (let i = 0; i < hashes.length; i++) first[bucketOf(hashes[i]!) + 1]!++
  for (let bucket = 1; bucket < first.length; bucket++) first[bucket]! += first[bucket - 1]!
  const next = first.slice()
  const sorted = new Uint32Array(hashes.length)
  for (let i = 0; i < hashes.length; i++) sorted[next[bucketOf(hashes[i]!)]!++] = hashes[i]!
  return { sorted, first }
}

function powerAbove(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)))
}
