/**
 * A queue that gives back what has the largest key first, of equal keys what came first, and at most `limit` entries in
 * its whole life: what can no longer be among these is dropped, so it never holds more than about twice as many.
 * A binary heap. O(log limit) a push or pop, amortised.
 */
export class LargestFirst<Value> {
  readonly #limit: number
  #entries: Entry<Value>[] = []
  #pushed = 0
  #popped = 0
  #floor = -Infinity
  #dropped = false

  constructor(limit: number) {
    this.#limit = limit
  }

  /** What has a key up to this would be dropped at once. */
  get floor(): number {
    return this.#floor
  }

  /** Whether something was dropped or was left when the limit was reached. */
  get hasMore(): boolean {
    return this.#dropped || this.#entries.length > 0
  }

  push(key: number, value: Value): void {
    if (key <= this.#floor) {
      this.#dropped = true
      return
    }
    this.#entries.push({ key, order: this.#pushed++, value })
    this.#siftUp()
    if (this.#entries.length >= 2 * this.#limit + 16) this.#prune()
  }

  /** The next, or undefined when there is none or the limit is reached. */
  pop(): Value | undefined {
    const entries = this.#entries
    const first = entries[0]
    if (first === undefined || this.#popped === this.#limit) return undefined
    this.#popped++
    const last = entries.pop()!
    if (entries.length > 0) {
      entries[0] = last
      this.#siftDown()
    }
    return first.value
  }

  /** Keeps the best; sorted as they are, they are a heap. */
  #prune(): void {
    this.#entries.sort((a, b) => (isBefore(a, b) ? -1 : 1))
    this.#entries.length = this.#limit
    this.#floor = this.#entries.at(-1)?.key ?? Infinity
    this.#dropped = true
  }

  #siftUp(): void {
    const entries = this.#entries
    let child = entries.length - 1
    const entry = entries[child]!
    while (child > 0) {
      const parent = (child - 1) >>> 1
      if (!isBefore(entry, entries[parent]!)) break
      entries[child] = entries[parent]!
      child = parent
    }
    entries[child] = entry
  }

  #siftDown(): void {
    const entries = this.#entries
    const entry = entries[0]!
    let parent = 0
    for (;;) {
      let child = 2 * parent + 1
      if (child >= entries.length) break
      if (child + 1 < entries.length && isBefore(entries[child + 1]!, entries[child]!)) child++
      if (!isBefore(entries[child]!, entry)) break
      entries[parent] = entries[child]!
      parent = child
    }
    entries[parent] = entry
  }
}

interface Entry<Value> {
  readonly key: number
  readonly order: number
  readonly value: Value
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.key > b.key || (a.key === b.key && a.order < b.order)
}
