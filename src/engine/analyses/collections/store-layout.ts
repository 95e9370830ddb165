import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { NodeType } from '../../model/kinds.ts'
import type { Snapshot } from '../../model/snapshot.ts'

/**
 * How V8 lays out backing stores (src/objects: ordered-hash-table.h, hash-table.h, dictionary.h). All are arrays of
 * words behind a header of two (hidden class and length), so that a store's size tells how many entries fit.
 */

/** Where the entries of a store lie, counted in words behind the header. */
export interface StoreLayout {
  /** How many entries fit. */
  readonly capacity: number
  /** The word at which the first begins. */
  readonly start: number
  /** Words an entry: key first, then the value where there is one. */
  readonly entryWords: number
  /** How many of these words refer to keys and values; the rest are V8's own. */
  readonly usedWords: number
}

export type TableKind = 'Map' | 'Set' | 'weak'

/** 4 or 8; null where sizes are not those of V8. */
export type WordBytes = 4 | 8 | null

/** What was found out of a heap, once. */
const WORDS = new WeakMap<Snapshot, WordBytes>()

/**
 * The bytes of a word in backing stores: 4 where V8 compresses pointers (Chrome) or the process is a 32-bit one, 8
 * elsewhere; null where sizes are not those of V8. Objects are made of words: one of an odd number of 4 bytes tells.
 * O(nodes) for the first who asks of a heap.
 */
export function wordBytes(snapshot: Snapshot): WordBytes {
  const known = WORDS.get(snapshot)
  return known === undefined ? learnt(snapshot, sizeRest(snapshot, 0, snapshot.nodeCount)) : known
}

/** The same, with turns for others in between. */
export async function findWordBytes(snapshot: Snapshot, task: Task): Promise<WordBytes> {
  const known = WORDS.get(snapshot)
  if (known !== undefined) return known
  let rest = 0
  await inSlices(task, snapshot.nodeCount, (from, to) => {
    rest |= sizeRest(snapshot, from, to)
  })
  return learnt(snapshot, rest)
}

function learnt(snapshot: Snapshot, rest: number): WordBytes {
  const word = wordOfRest(rest)
  WORDS.set(snapshot, word)
  return word
}

/** By type: the bits below 8 for objects that are made of words, 0 for others. */
const REST_OF = new Uint8Array(256)
for (const type of [NodeType.object, NodeType.closure, NodeType.array]) REST_OF[type] = 7

/** All bits that the sizes of such objects have below 8. */
function sizeRest({ nodeType, selfSize }: Snapshot, from: number, to: number): number {
  let rest = 0
  for (let node = from; node < to; node++) rest |= selfSize[node]! & REST_OF[nodeType[node]!]!
  return rest
}

function wordOfRest(rest: number): WordBytes {
  if (rest % 4 !== 0) return null
  return rest === 0 ? 8 : 4
}

/** The words of a store behind its header; -1 where the size is none of a store, as that of V8's read-only ones. */
export function storeWords(bytes: number, word: number): number {
  const words = bytes / word - 2
  return Number.isInteger(words) && words > 0 ? words : -1
}

/**
 * The table of a Map or Set: three counts, b buckets, and room for 2b entries of key, value (of a Map) and chain. That
 * of a WeakMap or WeakSet: three counts, and a power of two of pairs. No size is one of two kinds.
 */
export function tableLayout(
  words: number,
): { readonly kind: TableKind; readonly layout: StoreLayout } | null {
  const room = words - 3
  if (isPower(room / 7)) return { kind: 'Map', layout: orderedTable(room / 7, 3, 2) }
  if (isPower(room / 5)) return { kind: 'Set', layout: orderedTable(room / 5, 2, 1) }
  if (isPower(room / 2)) {
    return { kind: 'weak', layout: { capacity: room / 2, start: 3, entryWords: 2, usedWords: 2 } }
  }
  return null
}

function orderedTable(buckets: number, entryWords: number, usedWords: number): StoreLayout {
  return { capacity: 2 * buckets, start: 3 + buckets, entryWords, usedWords }
}

/**
 * The properties of an object in a hash table: five words before, six in newer versions, and a power of two of entries
 * of key, value and details; of a global object one cell an entry. No size is one of two kinds.
 */
export function dictionaryLayout(words: number): StoreLayout | null {
  for (const start of [5, 6]) {
    const capacity = (words - start) / 3
    if (capacity >= 2 && isPower(capacity)) return { capacity, start, entryWords: 3, usedWords: 2 }
  }
  const cells = words - 5
  return cells >= 2 && isPower(cells) ? { capacity: cells, start: 5, entryWords: 1, usedWords: 1 } : null
}

/** Elements in a hash table: four words before, and a power of two of entries of key, value and details. */
export function sparseCapacity(words: number): number | null {
  const capacity = (words - 4) / 3
  return isPower(capacity) ? capacity : null
}

/** The fewest entries that a Map or Set with this capacity has: V8 halves the table of one with less than a quarter. */
export function fewestEntries(capacity: number): number {
  return capacity > 4 ? capacity / 4 : 0
}

function isPower(value: number): boolean {
  return value >= 1 && Number.isInteger(value) && Number.isInteger(Math.log2(value))
}
