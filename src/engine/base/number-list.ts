import { grown, nextCapacity, trimmed } from './columns.ts'

/** A list of 32-bit numbers that grows, of which millions cost no more than 4 bytes each. */
export class NumberList {
  #items: Uint32Array
  #length = 0

  /** @param room for so many at first */
  constructor(room = 64) {
    this.#items = new Uint32Array(room)
  }

  get length(): number {
    return this.#length
  }

  push(item: number): void {
    if (this.#length === this.#items.length) {
      this.#items = grown(this.#items, nextCapacity(this.#length, this.#length + 1))
    }
    this.#items[this.#length++] = item
  }

  /** Takes the last one away; undefined where there is none. */
  pop(): number | undefined {
    return this.#length === 0 ? undefined : this.#items[--this.#length]
  }

  /** What is in it; nothing may be added any more. */
  finish(): Uint32Array {
    return trimmed(this.#items, this.#length)
  }
}
