import type { Task } from '../base/task.ts'
import type { StringTable } from '../model/string-table.ts'
import { inSlices } from './in-slices.ts'

/**
 * The names of the two internal edges that stand for one WeakMap entry, one from the table and one from the key to the
 * value: `N / part of key (… @id) -> value (… @id) pair in WeakMap (table @T)`. Both names are the same but for N.
 */
export interface WeakMapPairs {
  /** How many pairs there are. */
  readonly count: number
  /** By string index: the number of its pair, from 1, or 0 for any other string. Empty where there is no pair. */
  readonly ofName: Uint32Array
  /** By pair number: the heap id of the table. Entry 0 is unused. */
  readonly tableId: readonly number[]
}

const HEAD = /^\d+( \/ part of key \()/
const MIDDLE = / @\d+\) -> value \(/
const TAIL = / @\d+\) pair in WeakMap \(table @(\d+)\)$/
/** The fixed words with one digit for every number and empty class names. */
const SHORTEST = '0 / part of key ( @0) -> value ( @0) pair in WeakMap (table @0)'.length

/** Finds the names of WeakMap entries among all strings. O(strings), and O(length) for those that begin like one. */
export async function findWeakMapPairs(strings: StringTable, task: Task): Promise<WeakMapPairs> {
  const finder = new PairFinder(strings)
  await inSlices(task, strings.fileCount, (from, to) => finder.scan(from, to))
  return finder
}

class PairFinder implements WeakMapPairs {
  readonly #strings: StringTable
  readonly #numbers = new Map<string, number>()
  readonly tableId: number[] = [0]
  ofName = new Uint32Array(0)

  constructor(strings: StringTable) {
    this.#strings = strings
  }

  get count(): number {
    return this.tableId.length - 1
  }

  scan(from: number, to: number): void {
    const strings = this.#strings
    for (let index = from; index < to; index++) {
      if (isDigit(strings.firstByte(index)) && beginsLikePair(strings, index)) {
        this.#add(index, strings.text(index))
      }
    }
  }

  #add(index: number, text: string): void {
    const parsed = parsePairName(text)
    if (!parsed) {
      return
    }
    let number = this.#numbers.get(parsed.shared)
    if (number === undefined) {
      number = this.tableId.push(parsed.tableId) - 1
      this.#numbers.set(parsed.shared, number)
    }
    if (this.ofName.length === 0) {
      this.ofName = new Uint32Array(this.#strings.fileCount)
    }
    this.ofName[index] = number
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Digits, then a space: tells pair names from numbers and most other texts without decoding them. */
function beginsLikePair(strings: StringTable, index: number): boolean {
  if (strings.byteLength(index) < SHORTEST) {
    return false
  }
  const bytes = strings.bytes(index)
  let at = 1
  while (at < bytes.length && isDigit(bytes[at]!)) {
    at++
  }
  return bytes[at] === 0x20
}

/** Takes a pair's name apart in linear time. Class names may hold anything, line breaks and brackets too. */
export function parsePairName(text: string): { shared: string; tableId: number } | null {
  const head = HEAD.exec(text)
  const tail = head && TAIL.exec(text)
  if (!tail) {
    return null
  }
  // The tail cannot begin within the middle part, so that it is there is enough.
  if (!MIDDLE.test(text.slice(head[0].length))) {
    return null
  }
  const shared = text.slice(head[0].length - head[1]!.length)
  return { shared, tableId: Number(tail[1]) }
}
