import type { Task } from '../../base/task.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import { inSlices, untilDone } from '../../graph/in-slices.ts'
import { grown } from '../../base/columns.ts'
import type { StringTable } from '../../model/string-table.ts'
import type { LeafTexts } from './leaf-texts.ts'
import { MISSING, type RopeParts } from './rope-parts.ts'
import { TextHasher } from './text-hash.ts'

/** Stands for the text of a rope that has a part without text, or is part of itself. */
export const NO_TEXT = 0xffff_ffff
/** Longer ones are left without text: V8 has none. */
const MAX_LENGTH = 2 ** 31

/** The texts of ropes (concatenated strings), by rope. */
export interface RopeTexts {
  /** Numbers of `LeafTexts` where a flat string has this text, the next ones where none has, or `NO_TEXT`. */
  readonly text: Uint32Array
  /** How many texts there are, those of `LeafTexts` included. */
  readonly count: number
  /** In UTF-16 code units. */
  readonly length: Float64Array
  /** 1 where a part of it is a leaf of exactly `cutLength` code units. */
  readonly cut: Uint8Array
  /** As `TextHasher` hashes the whole text. */
  readonly hash: { readonly first: Uint32Array; readonly second: Uint32Array }
}

/**
 * Numbers the texts of ropes together with those of flat strings, without making them: lengths and hashes of the whole
 * follow from those of the parts. Ropes count as equal where their lengths and 62 bits of hash are, which is wrong for
 * one pair of 2^62; flat strings were compared byte by byte. O(ropes + bytes of their parts and of flat strings as
 * long as one of them).
 */
export async function numberRopeTexts(
  strings: StringTable,
  leaves: LeafTexts,
  parts: RopeParts,
  cutLength: number,
  task: Task,
): Promise<RopeTexts> {
  const maker = new RopeTextMaker(strings, leaves, parts, cutLength)
  await untilDone(
    task,
    (budget) => maker.order(budget),
    () => 0,
  )
  maker.measure()
  await inSlices(task, leaves.count, (from, to) => maker.hashLeaves(from, to))
  await inSlices(task, parts.count, (from, to) => maker.hashRopes(from, to))
  return maker.texts()
}

const UNSEEN = 0
const OPEN = 1
const CLOSED = 2

class RopeTextMaker {
  readonly #strings: StringTable
  readonly #leaves: LeafTexts
  readonly #parts: RopeParts
  readonly #cutLength: number
  readonly #state: Uint8Array
  readonly #stack: number[] = []
  /** Ropes, parts before the ropes they are part of. */
  readonly #order: Uint32Array
  #ordered = 0
  #nextTop = 0
  /** By rope. */
  readonly #text: Uint32Array
  readonly #length: Float64Array
  readonly #cut: Uint8Array
  /** By leaf text, then by rope. */
  readonly #hash: readonly [Uint32Array, Uint32Array]
  readonly #hasher = new TextHasher()
  readonly #byHash = new TupleTable()
  readonly #key = new Uint32Array(3)
  /** By sequence in `#byHash`. */
  #numbers = new Uint32Array(1024)
  #count: number
  readonly #wantedLengths = new Set<number>()
  readonly #isPart: Uint8Array

  constructor(strings: StringTable, leaves: LeafTexts, parts: RopeParts, cutLength: number) {
    const { count } = parts
    this.#strings = strings
    this.#leaves = leaves
    this.#parts = parts
    this.#cutLength = cutLength
    this.#state = new Uint8Array(count)
    this.#order = new Uint32Array(count)
    this.#text = new Uint32Array(count)
    this.#length = new Float64Array(count)
    this.#cut = new Uint8Array(count)
    const hashes = leaves.count + count
    this.#hash = [new Uint32Array(hashes), new Uint32Array(hashes)]
    this.#count = leaves.count
    this.#isPart = new Uint8Array(leaves.count)
  }

  /** Puts ropes behind their parts, depth first; says whether it is done. */
  order(budget: number): boolean {
    const stack = this.#stack
    for (let steps = 0; steps < budget; steps++) {
      if (stack.length === 0) {
        if (this.#nextTop === this.#parts.count) return true
        stack.push(this.#nextTop++)
      }
      const rope = stack.at(-1)!
      if (this.#state[rope] === UNSEEN) this.#open(rope)
      else this.#close(stack.pop()!)
    }
    return false
  }

  #open(rope: number): void {
    this.#state[rope] = OPEN
    for (let side = 0; side < 2; side++) {
      const part = this.#parts.rope[2 * rope + side]!
      if (part === -1 || this.#state[part] === CLOSED) continue
      if (this.#state[part] === UNSEEN) this.#stack.push(part)
      // What is open still is above: the rope is part of itself.
      else this.#text[rope] = NO_TEXT
    }
  }

  #close(rope: number): void {
    if (this.#state[rope] === CLOSED) return
    this.#state[rope] = CLOSED
    this.#order[this.#ordered++] = rope
  }

  /** Lengths, and what has no text. */
  measure(): void {
    for (const rope of this.#order) {
      for (let side = 0; side < 2; side++) this.#addPart(rope, side)
      if (this.#length[rope]! > MAX_LENGTH) this.#text[rope] = NO_TEXT
      if (this.#text[rope] !== NO_TEXT) this.#wantedLengths.add(this.#length[rope]!)
    }
  }

  #addPart(rope: number, side: number): void {
    const part = this.#parts.rope[2 * rope + side]!
    if (part !== -1) {
      if (this.#text[part] === NO_TEXT) this.#text[rope] = NO_TEXT
      this.#length[rope]! += this.#length[part]!
      this.#cut[rope]! |= this.#cut[part]!
      return
    }
    const leaf = this.#leafAt(rope, side)
    if (leaf === -1) {
      if (this.#parts.string[2 * rope + side] === MISSING) this.#text[rope] = NO_TEXT
      return
    }
    this.#isPart[leaf] = 1
    const length = this.#leaves.length[leaf]!
    this.#length[rope]! += length
    if (length === this.#cutLength) this.#cut[rope] = 1
  }

  #leafAt(rope: number, side: number): number {
    const string = this.#parts.string[2 * rope + side]!
    return string < 0 ? -1 : this.#leaves.ofString[string]! - 1
  }

  /** Hashes leaf texts that are parts, or as long as a rope. */
  hashLeaves(from: number, to: number): void {
    const { length, string } = this.#leaves
    for (let leaf = from; leaf < to; leaf++) {
      const wanted = this.#wantedLengths.has(length[leaf]!)
      if (!wanted && this.#isPart[leaf] === 0) continue
      this.#hasher.takeString(this.#strings, string[leaf]!)
      this.#keepHash(leaf)
      if (wanted) this.#number(leaf, length[leaf]!, leaf)
    }
  }

  hashRopes(from: number, to: number): void {
    const [firsts, seconds] = this.#hash
    const leaves = this.#leaves.count
    for (let i = from; i < to; i++) {
      const rope = this.#order[i]!
      if (this.#text[rope] === NO_TEXT) continue
      const a = this.#hashAt(rope, 0)
      const b = this.#hashAt(rope, 1)
      if (a !== -1 && b !== -1) {
        this.#hasher.takeBoth(firsts, seconds, a, b, this.#partLength(rope, 1))
      } else {
        const one = a === -1 ? b : a
        this.#hasher.first = one === -1 ? 0 : firsts[one]!
        this.#hasher.second = one === -1 ? 0 : seconds[one]!
      }
      this.#keepHash(leaves + rope)
      const number = this.#number(leaves + rope, this.#length[rope]!, this.#count)
      if (number === this.#count) this.#count++
      this.#text[rope] = number
    }
  }

  texts(): RopeTexts {
    const [firsts, seconds] = this.#hash
    const { count } = this.#leaves
    const hash = { first: firsts.subarray(count), second: seconds.subarray(count) }
    return { text: this.#text, count: this.#count, length: this.#length, cut: this.#cut, hash }
  }

  #keepHash(at: number): void {
    this.#hash[0][at] = this.#hasher.first
    this.#hash[1][at] = this.#hasher.second
  }

  #hashAt(rope: number, side: number): number {
    const part = this.#parts.rope[2 * rope + side]!
    return part === -1 ? this.#leafAt(rope, side) : this.#leaves.count + part
  }

  #partLength(rope: number, side: number): number {
    const part = this.#parts.rope[2 * rope + side]!
    return part === -1 ? this.#leaves.length[this.#leafAt(rope, side)]! : this.#length[part]!
  }

  /** The number of the text with this hash and length: `fresh` if it is new. */
  #number(hash: number, length: number, fresh: number): number {
    this.#key[0] = this.#hash[0][hash]!
    this.#key[1] = this.#hash[1][hash]!
    this.#key[2] = length
    const known = this.#byHash.count
    const sequence = this.#byHash.intern(this.#key, 3)
    if (sequence < known) return this.#numbers[sequence]!
    if (sequence === this.#numbers.length) this.#numbers = grown(this.#numbers, 2 * sequence)
    this.#numbers[sequence] = fresh
    return fresh
  }
}
