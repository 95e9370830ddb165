import { finished, mixed, textHash } from '../base/mix.ts'
import { NodeType } from '../model/kinds.ts'
import { linkTarget } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { StoreReader } from './collections/store-entries.ts'
import { type StoreLayout, storeWords, tableLayout, type WordBytes } from './collections/store-layout.ts'
import type { StringHashes } from './string-hashes.ts'

/** What stands for the value of a key that is no text. */
const VALUE = textHash('value')
const KEY = textHash('key')

/** What the references from the tables of maps are called: a value after its key, where that is a text. */
export class MapKeys {
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes
  readonly #reader: StoreReader
  readonly #word: WordBytes
  /** By slot, of the table looked at last: the hash of its key, 0 where it is no text. */
  #keys = new Uint32Array(64)
  #layout: StoreLayout | null = null

  /** @param word see `wordBytes` */
  constructor(snapshot: Snapshot, hashes: StringHashes, word: WordBytes) {
    this.#snapshot = snapshot
    this.#hashes = hashes
    this.#reader = new StoreReader(snapshot)
    this.#word = word
  }

  /** Reads the keys of a Map's table, for `labelOf`. O(its edges and room). */
  read(table: number): void {
    const { selfSize, firstEdge, edgeLink, nodeType, nodeName } = this.#snapshot
    const words = this.#word === null ? -1 : storeWords(selfSize[table]!, this.#word)
    const found = words === -1 ? null : tableLayout(words)
    this.#layout = found?.kind === 'Map' ? found.layout : null
    if (!this.#layout) return
    const { capacity } = this.#layout
    if (capacity > this.#keys.length) this.#keys = new Uint32Array(capacity)
    else this.#keys.fill(0, 0, capacity)
    for (let edge = firstEdge[table]!; edge < firstEdge[table + 1]!; edge++) {
      const at = this.#wordOf(table, edge)
      const target = linkTarget(edgeLink[edge]!)
      if (at < 0 || at % 3 !== 0 || nodeType[target] !== NodeType.string) continue
      this.#keys[at / 3] = this.#hashes.of(nodeName[target]!)
    }
  }

  /** What an edge of the table read last is called; null where it is none of a key or value. */
  labelOf(table: number, edge: number): number | null {
    const at = this.#wordOf(table, edge)
    if (at < 0 || at % 3 === 2) return null
    if (at % 3 === 0) return KEY
    const key = this.#keys[(at - 1) / 3]!
    return key === 0 ? VALUE : finished(mixed(VALUE, key))
  }

  /** Whether an edge of the table read last leads to a key or to a value; null where to neither. */
  partOf(table: number, edge: number): 'key' | 'value' | null {
    const at = this.#wordOf(table, edge)
    if (at < 0 || at % 3 === 2) return null
    return at % 3 === 0 ? 'key' : 'value'
  }

  /** Counted from the first entry, three an entry; -1 for what is none of them. */
  #wordOf(table: number, edge: number): number {
    if (!this.#layout) return -1
    const { start, capacity } = this.#layout
    const at = this.#reader.wordOf(table, edge) - start
    return at < 3 * capacity ? at : -1
  }
}
