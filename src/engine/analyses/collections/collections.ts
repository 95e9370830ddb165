import { grown } from '../../base/columns.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import type { CollectionKind } from '../../model/collection-rows.ts'
import { NodeType } from '../../model/kinds.ts'
import type { CompleteHeap } from '../heap.ts'
import { CollectionColumns, type Collections, UNKNOWN } from './collection-columns.ts'
import { ElementStores, type StoreOrder } from './element-stores.ts'
import { findParts, type ObjectParts, Part } from './object-parts.ts'
import { MISFIT, StoreReader } from './store-entries.ts'
import { dictionaryLayout, fewestEntries, storeWords, tableLayout, findWordBytes } from './store-layout.ts'
import { isPrototype } from './prototypes.ts'
import { ViewedBuffers } from './typed-arrays.ts'
import { WeakTables } from './weak-tables.ts'

/**
 * Finds all collections and what their backing stores tell of their entries. O(nodes + strings + edges of objects that
 * are collections and of their stores).
 */
export async function findCollections(heap: CompleteHeap, task: Task): Promise<Collections> {
  const { snapshot } = heap
  const parts = await findParts(snapshot, task)
  const reader = new StoreReader(snapshot)
  const [maps, ...names] = await stringsWithText(snapshot.strings, ['map', 'Array', ...TABLE_CLASSES], task)
  const word = await findWordBytes(snapshot, task)
  const stores = word && new ElementStores(snapshot, parts, reader, word, maps!)
  const buffers = new ViewedBuffers(heap, parts)
  const candidates = new Candidates(heap, parts, { stores, buffers, names })
  await inSlices(task, snapshot.nodeCount, (from, to) => candidates.look(from, to))
  const { nodes, order } = candidates
  if (stores && candidates.undecided > 0) {
    await inSlices(task, candidates.count, (from, to) => {
      for (let i = from; i < to; i++) stores.learn(nodes[i]!, order[i]! as StoreOrder)
    })
  }
  const finder = new CollectionFinder(
    heap,
    parts,
    reader,
    {
      word,
      stores,
      buffers,
      hasTables: candidates.hasTables,
      hasElements: candidates.hasElements,
      arrayNames: names[0]!,
      tableNames: names.slice(1),
    },
    candidates.count,
  )
  await inSlices(task, candidates.count, (from, to) => {
    for (let i = from; i < to; i++) finder.look(nodes[i]!, order[i]! as StoreOrder)
  })
  return finder.columns.finish(snapshot.nodeCount)
}

const TABLE_CLASSES = ['Map', 'Set', 'WeakMap', 'WeakSet'] as const

/** What the capture as a whole tells. */
interface Conventions {
  readonly word: 4 | 8 | null
  readonly stores: ElementStores | null
  readonly buffers: ViewedBuffers
  /** Whether Maps have tables, and arrays stores, as V8's have. */
  readonly hasTables: boolean
  readonly hasElements: boolean
  readonly arrayNames: ReadonlySet<number>
  readonly tableNames: readonly ReadonlySet<number>[]
}

/** What may be a collection, by its name or its edges; and what all of them tell together. */
class Candidates {
  /** Ascending; as many as `count` are filled. */
  nodes = new Uint32Array(1024)
  /** By place in `nodes`: a `StoreOrder`. */
  order = new Uint8Array(1024)
  count = 0
  hasTables = false
  hasElements = false
  /** Those with elements of which `order` is not known. */
  undecided = 0
  readonly #heap: CompleteHeap
  readonly #parts: ObjectParts
  readonly #stores: ElementStores | null
  readonly #buffers: ViewedBuffers
  /** By string index: whether it is the name of a class of collections. */
  readonly #isName: Uint8Array

  constructor(
    heap: CompleteHeap,
    parts: ObjectParts,
    {
      stores,
      buffers,
      names,
    }: {
      readonly stores: ElementStores | null
      readonly buffers: ViewedBuffers
      readonly names: readonly ReadonlySet<number>[]
    },
  ) {
    this.#heap = heap
    this.#parts = parts
    this.#stores = stores
    this.#buffers = buffers
    this.#isName = new Uint8Array(heap.snapshot.strings.count)
    for (const indexes of names) for (const index of indexes) this.#isName[index] = 1
  }

  /** Looks at nodes `from` to `to`. */
  look(from: number, to: number): void {
    const { snapshot, shallowSize } = this.#heap
    const { nodeType, nodeName } = snapshot
    for (let node = from; node < to; node++) {
      if (nodeType[node] !== NodeType.object || shallowSize[node] === 0) continue
      const hasAny = this.#parts.hasAny(node)
      if (hasAny || this.#isName[nodeName[node]!] === 1) this.#add(node, hasAny)
    }
  }

  #add(node: number, hasAny: boolean): void {
    if (this.count === this.nodes.length) {
      this.nodes = grown(this.nodes, 2 * this.count)
      this.order = grown(this.order, 2 * this.count)
    }
    const at = this.count++
    this.nodes[at] = node
    if (!hasAny) return
    if (this.#parts.at(node, Part.table) !== -1) this.hasTables = true
    if (this.#parts.at(node, Part.elements) !== -1) {
      this.hasElements = true
      if (this.#stores) this.order[at] = this.#stores.seen(node)
      if (this.order[at] === 0) this.undecided++
    }
    this.#buffers.learn(node)
  }
}

class CollectionFinder {
  readonly columns: CollectionColumns
  readonly #heap: CompleteHeap
  readonly #parts: ObjectParts
  readonly #reader: StoreReader
  readonly #conventions: Conventions
  readonly #weak: WeakTables

  /** @param most will be looked at */
  constructor(
    heap: CompleteHeap,
    parts: ObjectParts,
    reader: StoreReader,
    conventions: Conventions,
    most: number,
  ) {
    this.columns = new CollectionColumns(most)
    this.#heap = heap
    this.#parts = parts
    this.#reader = reader
    this.#conventions = conventions
    this.#weak = new WeakTables(heap, reader)
  }

  /** @param order how the store of its elements was seen to be laid out */
  look(node: number, order: StoreOrder): void {
    const table = this.#parts.at(node, Part.table)
    const name = this.#heap.snapshot.nodeName[node]!
    if (table !== -1) return this.#addTable(node, table)
    if (this.#parts.at(node, Part.buffer) !== -1) return this.#addTyped(node)
    if (this.#conventions.arrayNames.has(name)) return this.#addArray(node, order)
    if (!this.#conventions.hasTables) {
      const kind = this.#conventions.tableNames.findIndex((names) => names.has(name))
      if (kind !== -1) {
        // In captures of other engines nothing tells of entries; what has methods is the prototype.
        if (!this.#parts.hasProperties(node)) this.columns.add(node, TABLE_CLASSES[kind]!, {})
        return
      }
    }
    this.#addObject(node, order)
  }

  #addTable(node: number, table: number): void {
    const { snapshot } = this.#heap
    const { word } = this.#conventions
    const words = word === null ? -1 : storeWords(snapshot.selfSize[table]!, word)
    const found = words === -1 ? null : tableLayout(words)
    if (!found) {
      // Some other engine's, or some other object's table.
      const kind = this.#conventions.tableNames.findIndex((names) => names.has(snapshot.nodeName[node]!))
      if (kind !== -1) this.columns.add(node, TABLE_CLASSES[kind]!, { table })
      return
    }
    const { kind, layout } = found
    if (kind === 'weak') {
      const isSet = this.#weak.isSet(node)
      const entries = this.#weak.entries(table, layout)
      this.#addStore(node, isSet ? 'WeakSet' : 'WeakMap', table, entries, layout.capacity, 2 * word!)
      return
    }
    const seen = this.#reader.entries(table, layout)
    const entries = seen < fewestEntries(layout.capacity) ? UNKNOWN : seen
    const capacity = seen === MISFIT ? UNKNOWN : layout.capacity
    this.#addStore(node, kind, table, entries, capacity, layout.entryWords * word!)
  }

  #addStore(
    node: number,
    kind: CollectionKind,
    table: number,
    entries: number,
    capacity: number,
    bytes: number,
  ): void {
    this.columns.add(node, kind, { table, entries, capacity, unused: unusedOf(entries, capacity, bytes) })
  }

  #addTyped(node: number): void {
    this.columns.add(node, 'typed array', { capacity: this.#conventions.buffers.elements(node) })
  }

  #addArray(node: number, order: StoreOrder): void {
    const store = this.#parts.at(node, Part.elements)
    const seen = this.#parts.elements(node)
    if (store === -1) {
      // V8 gives an empty array no store of its own; others give none any.
      const isEmpty = seen === 0 && this.#conventions.hasElements
      const entries = seen > 0 || isEmpty ? seen : UNKNOWN
      const gaps = entries === UNKNOWN ? UNKNOWN : this.#parts.lastIndex(node) + 1 - seen
      this.columns.add(
        node,
        'Array',
        isEmpty ? { entries: 0, capacity: 0, unused: 0, gaps: 0 } : { entries, gaps },
      )
      return
    }
    const room = this.#conventions.stores?.roomOf(store, order) ?? null
    const entries = seen === 0 ? UNKNOWN : seen
    const capacity = room ? room.capacity : UNKNOWN
    this.columns.add(node, 'Array', {
      entries,
      capacity,
      unused: room ? unusedOf(entries, capacity, room.bytes) : UNKNOWN,
      gaps: seen === 0 ? UNKNOWN : this.#parts.lastIndex(node) + 1 - seen,
      sparse: room?.sparse === true,
    })
  }

  /** Objects whose properties are in a hash table, and those with indexed ones; prototypes are left out. */
  #addObject(node: number, order: StoreOrder): void {
    const seen = this.#parts.elements(node)
    const properties = this.#dictionaryOf(node)
    if ((!properties && seen === 0) || isPrototype(this.#heap.snapshot, node)) return
    const store = seen === 0 ? -1 : this.#parts.at(node, Part.elements)
    const room = store === -1 ? null : (this.#conventions.stores?.roomOf(store, order) ?? null)
    const named = properties?.entries ?? 0
    const isKnown = named !== UNKNOWN
    const hasRoom = isKnown && (room !== null || seen === 0)
    this.columns.add(node, 'Object', {
      entries: isKnown ? named + seen : UNKNOWN,
      capacity: hasRoom ? (properties?.capacity ?? 0) + (room?.capacity ?? 0) : UNKNOWN,
      unused: hasRoom
        ? (properties?.unused ?? 0) + (room ? unusedOf(seen, room.capacity, room.bytes) : 0)
        : UNKNOWN,
      sparse: room?.sparse === true,
    })
  }

  /** What the table of an object's properties tells; null where it has none. */
  #dictionaryOf(node: number): { entries: number; capacity: number; unused: number } | null {
    const { snapshot } = this.#heap
    const store = this.#parts.at(node, Part.properties)
    // Properties beside the object are hidden things; only hash tables count as arrays.
    if (store === -1 || snapshot.nodeType[store] !== NodeType.array) return null
    const { word } = this.#conventions
    const words = word === null ? -1 : storeWords(snapshot.selfSize[store]!, word)
    const layout = words === -1 ? null : dictionaryLayout(words)
    const entries = layout ? this.#reader.entries(store, layout) : MISFIT
    // A global object keeps cells; its keys are variables.
    if (layout?.entryWords === 1) return null
    if (!layout || entries === MISFIT) return { entries: UNKNOWN, capacity: UNKNOWN, unused: UNKNOWN }
    const { capacity, entryWords } = layout
    return { entries, capacity, unused: unusedOf(entries, capacity, entryWords * word!) }
  }
}

/** Bytes of the room for entries that were not seen. */
function unusedOf(entries: number, capacity: number, bytes: number): number {
  return entries === UNKNOWN || capacity === UNKNOWN ? UNKNOWN : Math.max(0, capacity - entries) * bytes
}
