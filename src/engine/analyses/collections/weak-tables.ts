import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { MISFIT, type StoreReader } from './store-entries.ts'
import type { StoreLayout } from './store-layout.ts'
import { UNKNOWN } from './collection-columns.ts'

/** The smallest table, which an empty WeakMap has too. */
const LEAST_CAPACITY = 4

/**
 * Counts the entries of WeakMaps and WeakSets. Most versions of V8 write a weak edge for each key, all write an edge for
 * each value that is an object. Where only the latter are written, a large table without any may still have entries.
 */
export class WeakTables {
  readonly #heap: CompleteHeap
  readonly #reader: StoreReader

  constructor(heap: CompleteHeap, reader: StoreReader) {
    this.#heap = heap
    this.#reader = reader
  }

  /** `UNKNOWN` where there may be others than were seen only. */
  entries(table: number, layout: StoreLayout): number {
    const byKeys = this.#reader.entries(table, layout)
    if (byKeys === MISFIT) return UNKNOWN
    const entries = Math.max(byKeys, this.#pairs(table))
    return entries === 0 && layout.capacity > LEAST_CAPACITY ? UNKNOWN : entries
  }

  /** Whether an object with such a table is a WeakSet: what its name, or that of a prototype, ends with tells. */
  isSet(node: number): boolean {
    const { snapshot } = this.#heap
    const { nodeName, strings, firstEdge, edgeLink, edgeNames, nodeType } = snapshot
    let at = node
    for (let steps = 0; steps < 4; steps++) {
      const name = strings.text(nodeName[at]!)
      if (name.endsWith('WeakSet')) return true
      if (name.endsWith('WeakMap')) return false
      let next = -1
      for (let edge = firstEdge[at]!; edge < firstEdge[at + 1]! && next === -1; edge++) {
        const isProperty = linkType(edgeLink[edge]!) === EdgeType.property
        if (isProperty && strings.text(edgeNames.at(at, edge)) === '__proto__')
          next = linkTarget(edgeLink[edge]!)
      }
      if (next === -1 || nodeType[next] !== NodeType.object) return false
      at = next
    }
    return false
  }

  /** Edges that stand for an entry, named `… part of key … pair in WeakMap (table @id)` after this table. */
  #pairs(table: number): number {
    const { snapshot, ready } = this.#heap
    const { pairs } = ready.graph.essential
    if (pairs.count === 0) return 0
    const { firstEdge, edgeLink, edgeNames, nodeId } = snapshot
    let count = 0
    for (let edge = firstEdge[table]!; edge < firstEdge[table + 1]!; edge++) {
      if (linkType(edgeLink[edge]!) !== EdgeType.internal) continue
      const pair = pairs.ofName[edgeNames.at(table, edge)]!
      if (pair !== 0 && pairs.tableId[pair] === nodeId[table]) count++
    }
    return count
  }
}
