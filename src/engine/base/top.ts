/**
 * The `count` entries of `indexes` with the largest keys (the smallest, unless `descending`), best first; of equal keys
 * the earlier entry. A bounded binary heap: O(n log count) at worst, about O(n) on heaps, no memory beyond the result.
 */
export function topIndexesBy(
  indexes: Uint32Array,
  keyOf: (index: number) => number,
  descending: boolean,
  count: number,
): Uint32Array {
  const sign = descending ? 1 : -1
  const heap: Entry[] = []
  for (let at = 0; at < indexes.length; at++) {
    const key = sign * keyOf(indexes[at]!)
    if (heap.length < count) {
      heap.push({ key, at })
      siftUp(heap)
    } else if (count > 0 && key > heap[0]!.key) {
      heap[0] = { key, at }
      siftDown(heap)
    }
  }
  return Uint32Array.from(
    heap.sort((a, b) => b.key - a.key || a.at - b.at),
    (entry) => indexes[entry.at]!,
  )
}

interface Entry {
  readonly key: number
  readonly at: number
}

/** Whether a is worse than b: the worst entry is the heap's first. */
function isWorse(a: Entry, b: Entry): boolean {
  return a.key < b.key || (a.key === b.key && a.at > b.at)
}

function siftUp(heap: Entry[]): void {
  let child = heap.length - 1
  while (child > 0) {
    const parent = (child - 1) >>> 1
    if (!isWorse(heap[child]!, heap[parent]!)) return
    swap(heap, child, parent)
    child = parent
  }
}

function siftDown(heap: Entry[]): void {
  let parent = 0
  for (;;) {
    let worst = parent
    for (const child of [2 * parent + 1, 2 * parent + 2]) {
      if (child < heap.length && isWorse(heap[child]!, heap[worst]!)) worst = child
    }
    if (worst === parent) return
    swap(heap, parent, worst)
    parent = worst
  }
}

function swap(heap: Entry[], a: number, b: number): void {
  const entry = heap[a]!
  heap[a] = heap[b]!
  heap[b] = entry
}
