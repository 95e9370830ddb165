/** A fixed number of bits, eight to a byte, all clear at first. */
export class BitSet {
  readonly length: number
  /** Bit i is `bytes[i >> 3] >> (i & 7) & 1`. Hot loops may read it directly. */
  readonly bytes: Uint8Array

  constructor(length: number) {
    this.length = length
    this.bytes = new Uint8Array((length + 7) >>> 3)
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
}
