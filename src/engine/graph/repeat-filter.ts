import { BitSet } from '../base/bit-set.ts'
import type { Task } from '../base/task.ts'
import { inSlices } from './in-slices.ts'

/** As many hashes as are looked at together: what is known of them stays in the fastest cache. */
const BUCKET = 1 << 13
const MOST_BUCKET_BITS = 11
/** Bits of a set of hashes for each: about one in so many is wrongly taken for a repeat. */
const BITS_EACH = 16

/** Tells by their hashes which of many things may be equal to another: a Bloom filter (1970) of one hash. */
export class RepeatFilter {
  readonly #mask: number
  readonly #again: BitSet

  /** @param repeats hashes that are there more than once */
  constructor(repeats: Uint32Array) {
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

/**
 * Finds which of many things may be equal to another: most are not, and need no table of what is known. Looks at the hashes
 * part by part, by their first bits, since a set of all of them at once would miss the caches with each. O(hashes), 4 bytes
 * each while it looks.
 * @param hashes of all things, of 32 bits each; things that are equal have the same
 */
export async function findRepeats(hashes: Uint32Array, task: Task): Promise<RepeatFilter> {
  const { sorted, first } = await sortIntoBuckets(hashes, task)
  const bits = BITS_EACH * BUCKET
  const met = new BitSet(bits)
  const again = new BitSet(bits)
  let count = 0
  for (let bucket = 0; bucket + 1 < first.length; bucket++) {
    const part = sorted.subarray(first[bucket], first[bucket + 1])
    for (let i = 0; i < part.length; i++) {
      const bit = part[i]! & (bits - 1)
      if (met.has(bit)) again.add(bit)
      else met.add(bit)
    }
    // Those of the buckets before are not needed any more.
    for (let i = 0; i < part.length; i++) if (again.has(part[i]! & (bits - 1))) sorted[count++] = part[i]!
    met.bytes.fill(0)
    again.bytes.fill(0)
    const wait = task.tick(first[bucket]!)
    if (wait) await wait
  }
  return new RepeatFilter(sorted.subarray(0, count))
}

/** Sorts by the first bits. @returns with `first` by bucket, and one more: where it begins */
async function sortIntoBuckets(hashes: Uint32Array, task: Task) {
  const bucketBits = Math.min(MOST_BUCKET_BITS, Math.log2(powerAbove(hashes.length / BUCKET)))
  // A shift by all 32 bits would be none.
  const shift = 31 - bucketBits
  const first = new Uint32Array(2 ** bucketBits + 1)
  await inSlices(task, hashes.length, (from, to) => {
    for (let i = from; i < to; i++) first[((hashes[i]! >>> 1) >>> shift) + 1]!++
  })
  for (let bucket = 1; bucket < first.length; bucket++) first[bucket]! += first[bucket - 1]!
  const next = first.slice()
  const sorted = new Uint32Array(hashes.length)
  await inSlices(task, hashes.length, (from, to) => {
    for (let i = from; i < to; i++) sorted[next[(hashes[i]! >>> 1) >>> shift]!++] = hashes[i]!
  })
  return { sorted, first }
}

function powerAbove(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)))
}
