import { column, grown, trimmed } from '../base/columns.ts'
import { decodeJsonText } from './json-text.ts'

/** Blocks are this long, or as long as the one string that is longer. */
const BLOCK_BYTES = 1 << 22
const FIRST_CAPACITY = 1024

/** The file's own strings as plain columns, which can cross to another thread. */
export interface StringColumns {
  /**
   * Bytes of the strings, escapes as they are in the file; each string stands in one block. Between them may be what is
   * between them in the file.
   */
  readonly blocks: readonly Uint8Array[]
  /** Of string i: its block, its first byte there, its length in bytes. */
  readonly block: Uint32Array
  readonly start: Uint32Array
  readonly length: Uint32Array
  /** What is known of the texts that placeholders stand for; absent where the strings are those of the capture. */
  readonly redacted?: RedactedTexts
}

/** What a redacted heap tells of its strings besides what is left of them. */
export interface RedactedTexts {
  /** The version of the rules by which it was redacted. */
  readonly rules: number
  /** By string: the length of the text that was there, in UTF-16 code units. */
  readonly units: Uint32Array
  /** Joined strings a part of which V8 cut. */
  readonly cut: ReadonlySet<number>
  /** How many strings the capture has. */
  readonly captured: number
}

/**
 * The strings of a heap as undecoded bytes, numbered from 0. A string is decoded when it is asked for and not kept.
 */
export class StringTable {
  readonly columns: StringColumns
  readonly #count: number
  /** Strings added after the file's own, numbered on from them. */
  readonly #added: string[] = []

  /** Made by `StringTableBuilder`, or again from the columns of another. */
  constructor(columns: StringColumns) {
    this.columns = columns
    this.#count = columns.length.length
  }

  get count(): number {
    return this.#count + this.#added.length
  }

  /** How many strings the file itself holds. */
  get fileCount(): number {
    return this.#count
  }

  /** How many strings the capture has: redacted, an entry that is a name and a value has become two. */
  get captured(): number {
    return this.columns.redacted?.captured ?? this.#count
  }

  /** Whether values are replaced by placeholders. Names of joined strings then stand for the whole text. */
  get isRedacted(): boolean {
    return this.columns.redacted !== undefined
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
    const { blocks, block, start, length } = this.columns
    const from = start[index]!
    return blocks[block[index]!]!.subarray(from, from + length[index]!)
  }

  /** The first byte of one of the file's own strings without making a view; -1 where it is empty. */
  firstByte(index: number): number {
    const { blocks, block, start, length } = this.columns
    return length[index]! === 0 ? -1 : blocks[block[index]!]![start[index]!]!
  }

  /** Length in undecoded bytes. */
  byteLength(index: number): number {
    return index < this.#count ? this.columns.length[index]! : this.#added[index - this.#count]!.length
  }

  /** Adds a string that the file does not hold and returns its index. */
  add(text: string): number {
    this.#added.push(text)
    return this.count - 1
  }
}

/** Collects strings piece by piece, as a streaming reader meets them. */
export class StringTableBuilder {
  readonly #shared: boolean
  readonly #blocks: Uint8Array[] = [new Uint8Array(0)]
  #used = 0
  #pieceStart = 0
  #block: Uint32Array
  #start: Uint32Array
  #length: Uint32Array
  #count = 0

  /** @param shared whether other threads should see the columns */
  constructor(shared = false) {
    this.#shared = shared
    this.#block = column(Uint32Array, FIRST_CAPACITY, shared)
    this.#start = column(Uint32Array, FIRST_CAPACITY, shared)
    this.#length = column(Uint32Array, FIRST_CAPACITY, shared)
  }

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

  /**
   * Adds strings that are whole, while none is being collected. Their bytes come in one piece, with what is between them.
   * @param quotes positions in `bytes`: from `quotes[from]` on, up to `quotes[to]`, in turn before and behind a string
   */
  appendAll(bytes: Uint8Array, quotes: Uint32Array, from: number, to: number): void {
    const begin = quotes[from]! + 1
    const more = quotes[to - 1]! - begin
    let block = this.#blocks.at(-1)!
    if (this.#used + more > block.length) block = this.#openBlock(more)
    block.set(bytes.subarray(begin, begin + more), this.#used)
    const shift = this.#used - begin
    this.#makeRoom(this.#count + (to - from) / 2)
    for (let i = from; i < to; i += 2) {
      const start = quotes[i]! + 1
      this.#block[this.#count] = this.#blocks.length - 1
      this.#start[this.#count] = start + shift
      this.#length[this.#count++] = quotes[i + 1]! - start
    }
    this.#used += more
    this.#pieceStart = this.#used
  }

  /** Ends the string being collected; the next `append` begins another. */
  finish(): void {
    this.#makeRoom(this.#count + 1)
    this.#block[this.#count] = this.#blocks.length - 1
    this.#start[this.#count] = this.#pieceStart
    this.#length[this.#count] = this.#used - this.#pieceStart
    this.#count++
    this.#pieceStart = this.#used
  }

  /** @param redacted where the strings are those of a redacted heap */
  build(redacted?: RedactedTexts): StringTable {
    const count = this.#count
    return new StringTable({
      blocks: this.#blocks,
      block: trimmed(this.#block, count),
      start: trimmed(this.#start, count),
      length: trimmed(this.#length, count),
      ...(redacted && { redacted }),
    })
  }

  /** For so many strings in all. */
  #makeRoom(count: number): void {
    if (count <= this.#start.length) return
    const capacity = Math.max(count, 2 * this.#start.length)
    this.#block = grown(this.#block, capacity)
    this.#start = grown(this.#start, capacity)
    this.#length = grown(this.#length, capacity)
  }

  /** Opens a block with room for `more` bytes and moves what there is of the current string into it. */
  #openBlock(more: number): Uint8Array {
    const last = this.#blocks.at(-1)!
    const piece = this.#used - this.#pieceStart
    const block = column(Uint8Array, Math.max(BLOCK_BYTES, (piece + more) * 2), this.#shared)
    block.set(last.subarray(this.#pieceStart, this.#used))
    this.#blocks.push(block)
    this.#pieceStart = 0
    this.#used = piece
    return block
  }
}
