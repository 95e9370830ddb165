import { grown } from './columns.ts'

/**
 * Numbers distinct sequences of 32-bit numbers from 0 in the order they are first seen.
 * A hash table with open addressing over one flat array, so that millions of look-ups make no garbage.
 */
export class TupleTable {
  /** Sequence i is `#items[#first[i]]` to `#items[#first[i + 1] - 1]`; `#first` is one longer than `#hash`. */
  #items = new Uint32Array(1024)
  #first = new Uint32Array(257)
  #hash = new Uint32Array(256)
  #count = 0
  /** Slots hold a sequence's number plus one; 0 is empty. The length is a power of two. */
  #slots = new Uint32Array(512)

  get count(): number {
    return this.#count
  }

  /** The number of the sequence `items[0..length)`, a new one if it was not seen before. Amortised O(length). */
  intern(items: Uint32Array, length: number): number {
    const hash = hashOf(items, length)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const entry = this.#slots[slot]!
      if (entry === 0) return this.#insert(items, length, hash, slot)
      if (this.#hash[entry - 1] === hash && this.#equals(entry - 1, items, length)) return entry - 1
      slot = (slot + 1) & mask
    }
  }

  /** The items of one sequence, as a view. */
  items(index: number): Uint32Array {
    return this.#items.subarray(this.#first[index], this.#first[index + 1])
  }

  #equals(index: number, items: Uint32Array, length: number): boolean {
    const start = this.#first[index]!
    if (this.#first[index + 1]! - start !== length) return false
    for (let i = 0; i < length; i++) {
      if (this.#items[start + i] !== items[i]) return false
    }
    return true
  }

  #insert(items: Uint32Array, length: number, hash: number, slot: number): number {
    const index = this.#count++
    if (index === this.#hash.length) {
      this.#hash = grown(this.#hash, index * 2)
      this.#first = grown(this.#first, index * 2 + 1)
    }
    const start = this.#first[index]!
    if (start + length > this.#items.length) {
      this.#items = grown(this.#items, Math.max(this.#items.length * 2, start + length))
    }
    for (let i = 0; i < length; i++) this.#items[start + i] = items[i]!
    this.#first[index + 1] = start + length
    this.#hash[index] = hash
    this.#slots[slot] = index + 1
    if (this.#count * 2 > this.#slots.length) this.#rehash()
    return index
  }

  #rehash(): void {
    const slots = new Uint32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let index = 0; index < this.#count; index++) {
      let slot = this.#hash[index]! & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = index + 1
    }
    this.#slots = slots
  }
}

/** FNV-1a over 32-bit items, with a final mix because the items are often small and regular. */
function hashOf(items: Uint32Array, length: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < length; i++) {
    hash = Math.imul(hash ^ items[i]!, 0x01000193)
    hash ^= hash >>> 15
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}
