/**
 * The `count` entries of `indexes` with the largest keys (the smallest, unless `descending`), best first; of equal keys
 * the earlier entry. Keys must not be NaN. O(n) on average, O(count) memory.
 */
export function topIndexesBy(
  indexes: Uint32Array,
  keyOf: (index: number) => number,
  descending: boolean,
  count: number,
): Uint32Array {
  const top = new Top(count, descending)
  for (let at = 0; at < indexes.length; at++) top.offer(at, keyOf(indexes[at]!))
  return top.take().map((at) => indexes[at]!)
}

/**
 * The `count` numbers with the largest keys (the smallest, unless `descending`) of all that are offered, whose order is
 * ascending.
 *
 * Gathers what is better than the worst that surely stays, and throws out all but the best when there is no more room
 * (quickselect): O(n) on average whatever the order of the keys, O(count) memory.
 */
export class Top {
  /** How many were offered. */
  offered = 0
  readonly #sign: number
  readonly #count: number
  readonly #room: number
  readonly #gathered: Entries
  #length = 0
  /** Only a larger key can still be among the best: what is equal comes later. */
  #bar = Number.NEGATIVE_INFINITY

  constructor(count: number, descending: boolean) {
    this.#sign = descending ? 1 : -1
    this.#count = Math.max(0, count)
    this.#room = 4 * this.#count + 64
    this.#gathered = { key: new Float64Array(this.#room), at: new Uint32Array(this.#room) }
  }

  /** @param key not NaN */
  offer(at: number, key: number): void {
    this.offered++
    const signed = this.#sign * key
    if (signed <= this.#bar && this.#length >= this.#count) return
    this.#gathered.key[this.#length] = signed
    this.#gathered.at[this.#length++] = at
    if (this.#length < this.#room) return
    this.#bar = keepBest(this.#gathered, this.#length, this.#count)
    this.#length = this.#count
  }

  /** The best, best first; of equal keys the lesser number. */
  take(): Uint32Array {
    if (this.#length > this.#count) keepBest(this.#gathered, this.#length, this.#count)
    const { key, at } = this.#gathered
    const best = Array.from({ length: Math.min(this.#length, this.#count) }, (_, i) => i)
    best.sort((a, b) => key[b]! - key[a]! || at[a]! - at[b]!)
    return Uint32Array.from(best, (i) => at[i]!)
  }
}

/** Entries by place: the key, and the number, which no two share. */
interface Entries {
  readonly key: Float64Array
  readonly at: Uint32Array
}

/** Brings the best `wanted` of the first `length` entries to the front, in any order. Returns the worst key of them. */
function keepBest(entries: Entries, length: number, wanted: number): number {
  let low = 0
  let high = length - 1
  while (low < high) {
    const middle = partition(entries, low, high)
    if (middle >= wanted) high = middle - 1
    else if (middle < wanted - 1) low = middle + 1
    else break
  }
  let worst = Number.POSITIVE_INFINITY
  for (let i = 0; i < wanted; i++) worst = Math.min(worst, entries.key[i]!)
  return worst
}

/** Puts what is better than one of the entries before it and the rest behind. Returns its place. */
function partition(entries: Entries, low: number, high: number): number {
  swap(entries, (low + high) >>> 1, high)
  const { key, at } = entries
  const pivotKey = key[high]!
  const pivotAt = at[high]!
  let place = low
  for (let i = low; i < high; i++) {
    if (key[i]! > pivotKey || (key[i] === pivotKey && at[i]! < pivotAt)) swap(entries, i, place++)
  }
  swap(entries, place, high)
  return place
}

function swap({ key, at }: Entries, a: number, b: number): void {
  const oldKey = key[a]!
  const oldAt = at[a]!
  key[a] = key[b]!
  at[a] = at[b]!
  key[b] = oldKey
  at[b] = oldAt
}
