/**
 * The `count` entries of `indexes` with the largest keys (the smallest, unless `descending`), best first; of equal keys
 * the earlier entry. Keys must not be NaN.
 *
 * Gathers what is better than the worst that surely stays, and throws out all but the best when there is no more room
 * (quickselect): O(n) on average whatever the order of the keys, O(count) memory.
 */
export function topIndexesBy(
  indexes: Uint32Array,
  keyOf: (index: number) => number,
  descending: boolean,
  count: number,
): Uint32Array {
  if (count <= 0) return new Uint32Array(0)
  const sign = descending ? 1 : -1
  const wanted = Math.min(count, indexes.length)
  const room = 4 * wanted + 64
  const gathered: Entries = { key: new Float64Array(room), at: new Uint32Array(room) }
  let length = 0
  /** Only a larger key can still be among the best: what is equal comes later. */
  let bar = Number.NEGATIVE_INFINITY
  for (let at = 0; at < indexes.length; at++) {
    const key = sign * keyOf(indexes[at]!)
    if (key <= bar && length >= wanted) continue
    gathered.key[length] = key
    gathered.at[length++] = at
    if (length === room) {
      bar = keepBest(gathered, length, wanted)
      length = wanted
    }
  }
  if (length > wanted) keepBest(gathered, length, wanted)
  const { key, at } = gathered
  const best = Array.from({ length: wanted }, (_, i) => i)
  best.sort((a, b) => key[b]! - key[a]! || at[a]! - at[b]!)
  return Uint32Array.from(best, (i) => indexes[at[i]!]!)
}

/** Entries by place: the key, and the position in the list, which no two share. */
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
