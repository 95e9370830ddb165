import { decodeJsonText } from './json-text.ts'

/** Blocks are this long, or as long as the one string that is longer. */
const BLOCK_BYTES = 1 << 22

/**
 * The strings of a heap as undecoded bytes, numbered from 0. A string is decoded when it is asked for and not kept.
 * Each stands in one block, without its quotes, escapes as they are in the file.
 */
export class StringTable {
  readonly #blocks: Uint8Array[]
  /** Of string i: its block, its first byte there, its length in bytes. */
  readonly #block: Uint32Array
  readonly #start: Uint32Array
  readonly #length: Uint32Array
  readonly #count: number
  /** Strings added after the file's own, numbered on from them. */
  readonly #added: string[] = []

  /** Made by `StringTableBuilder`. */
  constructor(
    blocks: Uint8Array[],
    block: Uint32Array,
    start: Uint32Array,
    length: Uint32Array,
    count: number,
  ) {
    this.#blocks = blocks
    this.#block = block
    this.#start = start
    this.#length = length
    this.#count = count
  }

  get count(): number {
    return this.#count + this.#added.length
  }

  /** How many strings the file itself holds. */
  get fileCount(): number {
    return this.#count
  }

  /** The text of string `index`, or '' where the file has no such string. */
  text(index: number): string {
    if (index >= this.#count) {
      return this.#added[index - this.#count] ?? ''
    }
    const bytes = this.bytes(index)
    return decodeJsonText(bytes)
  }

  /** The undecoded bytes of one of the file's own strings, as a view: do not keep or change it. */
  bytes(index: number): Uint8Array {
    const start = this.#start[index]!
    return this.#blocks[this.#block[index]!]!.subarray(start, start + this.#length[index]!)
  }

  /** The first byte of one of the file's own strings without making a view; -1 where it is empty. */
  firstByte(index: number): number {
    return this.#length[index]! === 0 ? -1 : this.#blocks[this.#block[index]!]![this.#start[index]!]!
  }

  /** Length in undecoded bytes. */
  byteLength(index: number): number {
    return index < this.#count ? this.#length[index]! : this.#added[index - this.#count]!.length
  }

  /** Adds a string that the file does not hold and returns its index. */
  add(text: string): number {
    this.#added.push(text)
    return this.count - 1
  }

  /**
   * Looks for the file's own strings with exactly these texts.
   * @returns for each text its index, or -1. O(bytes of the first characters).
   */
  find(texts: readonly string[]): number[] {
    const found = texts.map(() => -1)
    const encoder = new TextEncoder()
    const wanted = texts.map((text) => encoder.encode(text))
    for (let i = 0; i < this.#count; i++) {
      for (let k = 0; k < wanted.length; k++) {
        if (found[k] === -1 && this.#equals(i, wanted[k]!)) {
          found[k] = i
        }
      }
    }
    return found
  }

  #equals(index: number, bytes: Uint8Array): boolean {
    if (this.#length[index] !== bytes.length) {
      return false
    }
    const block = this.#blocks[this.#block[index]!]!
    const start = this.#start[index]!
    for (let i = 0; i < bytes.length; i++) {
      if (block[start + i] !== bytes[i]) {
        return false
      }
    }
    return true
  }
}

/** Collects strings piece by piece, as a streaming reader meets them. */
export class StringTableBuilder {
  readonly #blocks: Uint8Array[] = [new Uint8Array(0)]
  #used = 0
  #pieceStart = 0
  #block = new Uint32Array(1024)
  #start = new Uint32Array(1024)
  #length = new Uint32Array(1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Appends `bytes[from..to)` to the string being collected. */
  append(bytes: Uint8Array, from: number, to: number): void {
    const more = to - from
    let block = this.#blocks.at(-1)!
    if (this.#used + more > block.length) {
      block = this.#openBlock(more)
    }
    if (more < 48) {
      // A short copy by hand is faster than a call and a view.
      for (let i = from, at = this.#used; i < to; i++, at++) {
        block[at] = bytes[i]!
      }
    } else {
      block.set(bytes.subarray(from, to), this.#used)
    }
    this.#used += more
  }

  /** Ends the string being collected; the next `append` begins another. */
  finish(): void {
    if (this.#count === this.#start.length) {
      this.#block = grown(this.#block)
      this.#start = grown(this.#start)
      this.#length = grown(this.#length)
    }
    this.#block[this.#count] = this.#blocks.length - 1
    this.#start[this.#count] = this.#pieceStart
    this.#length[this.#count] = this.#used - this.#pieceStart
    this.#count++
    this.#pieceStart = this.#used
  }

  build(): StringTable {
    const count = this.#count
    return new StringTable(
      this.#blocks,
      this.#block.slice(0, count),
      this.#start.slice(0, count),
      this.#length.slice(0, count),
      count,
    )
  }

  /** Opens a block with room for `more` bytes and moves what there is of the current string into it. */
  #openBlock(more: number): Uint8Array {
    const last = this.#blocks.at(-1)!
    const piece = this.#used - this.#pieceStart
    const block = new Uint8Array(Math.max(BLOCK_BYTES, (piece + more) * 2))
    block.set(last.subarray(this.#pieceStart, this.#used))
    this.#blocks.push(block)
    this.#pieceStart = 0
    this.#used = piece
    return block
  }
}

function grown(column: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(column.length * 2)
  wider.set(column)
  return wider
}
