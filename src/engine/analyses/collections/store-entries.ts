import { EdgeType, edgeHasIndex, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { StringTable } from '../../model/string-table.ts'
import type { StoreLayout } from './store-layout.ts'

/** Stands for a store whose edges do not fit its layout. */
export const MISFIT = -1

/** Reads which words of a backing store refer to something. One at a time: it keeps its room for the next. */
export class StoreReader {
  readonly #snapshot: Snapshot
  #slots = new Uint32Array(256)

  constructor(snapshot: Snapshot) {
    this.#snapshot = snapshot
  }

  /**
   * How many entries of a store refer to something from the words that are used for keys and values; `MISFIT` where
   * edges begin elsewhere, unless they lead to numbers. O(edges of the store).
   */
  entries(store: number, { capacity, start, entryWords, usedWords }: StoreLayout): number {
    const { firstEdge, edgeLink, edgeNames, nodeType } = this.#snapshot
    const names = edgeNames.addressOf(store)
    const first = firstEdge[store]!
    let count = 0
    for (let edge = first, end = firstEdge[store + 1]!; edge < end; edge++) {
      const word = this.wordNamed(linkType(edgeLink[edge]!), edgeNames.nameAt(names, edge - first))
      if (word === -1) continue
      const at = word - start
      const slot = Math.floor(at / entryWords)
      if (at < 0 || slot >= capacity || at % entryWords >= usedWords) {
        if (nodeType[linkTarget(edgeLink[edge]!)] === NodeType.number) continue
        return MISFIT
      }
      if (count === this.#slots.length) {
        const wider = new Uint32Array(2 * count)
        wider.set(this.#slots)
        this.#slots = wider
      }
      this.#slots[count++] = slot
    }
    return distinct(this.#slots.subarray(0, count))
  }

  /** The word of a store that an edge begins at, or -1: such edges have a number as their name or index. */
  wordOf(store: number, edge: number): number {
    const { edgeLink, edgeNames } = this.#snapshot
    return this.wordNamed(linkType(edgeLink[edge]!), edgeNames.at(store, edge))
  }

  /** The same by the type of the edge and what it is called, for loops that have these at hand. */
  wordNamed(type: number, name: number): number {
    if (edgeHasIndex(type)) return name
    return type === EdgeType.internal || type === EdgeType.weak ? numberIn(this.#snapshot.strings, name) : -1
  }
}

/** How many different numbers there are. Stores list their words in order, as a rule. */
function distinct(numbers: Uint32Array): number {
  for (let i = 1; i < numbers.length; i++) {
    if (numbers[i]! < numbers[i - 1]!) {
      numbers.sort()
      break
    }
  }
  let count = 0
  for (let i = 0; i < numbers.length; i++) if (i === 0 || numbers[i] !== numbers[i - 1]) count++
  return count
}

/** The number that one of the file's strings is, or -1. Looks at bytes. */
function numberIn(strings: StringTable, index: number): number {
  if (index >= strings.fileCount) return -1
  const { blocks, block, start, length } = strings.columns
  const digits = length[index]!
  if (digits === 0 || digits > 9) return -1
  const bytes = blocks[block[index]!]!
  let value = 0
  for (let i = start[index]!, end = i + digits; i < end; i++) {
    const digit = bytes[i]! - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}
