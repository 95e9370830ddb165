import { touched } from './columns.ts'

/** A fixed number of bits, eight to a byte, all clear at first. */
export class BitSet {
  readonly length: number
  /** Bit i is `bytes[i >> 3] >> (i & 7) & 1`. Hot loops may read it directly. */
  readonly bytes: Uint8Array

  /** @param bytes those of another set of this length, which then are shared */
  constructor(length: number, bytes: Uint8Array = touched(new Uint8Array((length + 7) >>> 3))) {
    this.length = length
    this.bytes = bytes
  }

  has(index: number): boolean {
    return ((this.bytes[index >>> 3]! >>> (index & 7)) & 1) === 1
  }

  add(index: number): void {
    this.bytes[index >>> 3]! |= 1 << (index & 7)
  }

  delete(index: number): void {
    this.bytes[index >>> 3]! &= ~(1 << (index & 7))
  }

  /** Visits what is in it, ascending. O(length / 8 + members). */
  forEach(visit: (index: number) => void): void {
    const { bytes } = this
    for (let i = 0; i < bytes.length; i++) {
      for (let rest = bytes[i]!; rest !== 0; rest &= rest - 1) visit((i << 3) + 31 - Math.clz32(rest & -rest))
    }
  }

  /** What is in it, ascending. O(length / 8 + members). @param count how many these are */
  toArray(count: number): Uint32Array {
    const members = new Uint32Array(count)
    let at = 0
    this.forEach((index) => (members[at++] = index))
    return members
  }
}
