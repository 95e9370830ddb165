import { BitSet } from '../base/bit-set.ts'
import { textHash } from '../base/mix.ts'
import { namespacesOf } from '../graph/python-dicts.ts'
import { EdgeType, edgeHasIndex, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Kind } from '../model/rows.ts'
import { wordBytes } from './collections/store-layout.ts'
import { MapKeys } from './map-keys.ts'
import { StringHashes } from './string-hashes.ts'
import type { CompleteHeap } from './heap.ts'

/** From so many properties on an object is taken for a table, as in the list of collections: each name is one key. */
const MANY_KEYS = 64
const ENGINES_KINDS: ReadonlySet<Kind> = new Set<Kind>(['system', 'code', 'array'])
const ELEMENT = textHash('[]')
const ENTRY = textHash('[key]')
const MAP_PARTS = { key: textHash('key'), value: textHash('value') }
const WEAK_VALUE = textHash('value in WeakMap')
/** How the engine refers to what a program made is its own affair too. */
const ENGINES_OWN = textHash('')

/**
 * What the steps of paths are called without anything that differs from run to run: classes by name, elements of arrays by
 * one word, entries of maps as key or value, properties of objects with 64 or more by one word, names without the numbers
 * in them. Steps to what the engine makes for itself (tables, contexts) are left out, since when it makes them is its
 * own affair. Each number is a text's hash, the same on every machine.
 */
export class GenericSteps {
  readonly #heap: CompleteHeap
  readonly #mapKeys: MapKeys
  readonly #tables: BitSet
  /** By class number: whether it is one of global objects. They are no tables, however many globals there are. */
  readonly #isGlobal: readonly boolean[]
  /** By class number: the hash of its name. */
  readonly #classHash: Uint32Array
  readonly #isEngines: readonly boolean[]
  /** By string: the hash of it without numbers, or 0 where not known yet. */
  readonly #names: Uint32Array
  #isTable = false
  #hasManyKeys = false

  constructor(heap: CompleteHeap) {
    const { snapshot, table } = heap
    this.#heap = heap
    this.#mapKeys = new MapKeys(snapshot, new StringHashes(snapshot.strings), wordBytes(snapshot))
    this.#tables = new BitSet(snapshot.nodeCount)
    const isV8 = snapshot.python === null
    this.#isGlobal = table.classes.map(({ name }) => isV8 && /^(?:global|Window)(?: |$)/.test(name))
    this.#classHash = Uint32Array.from(table.classes, ({ name }) =>
      textHash(isV8 ? withoutAddress(name) : name),
    )
    this.#isEngines = table.classes.map(
      // Some of the engine's own are of type object or native, and only their names tell.
      ({ kind, name }) => isV8 && (ENGINES_KINDS.has(kind) || name.startsWith('system / ')),
    )
    this.#names = new Uint32Array(snapshot.strings.count)
  }

  /** Whether the engine makes it for itself: code, hidden classes, contexts, backing stores. */
  readonly isEngines = (node: number): boolean => this.#isEngines[this.#heap.table.classOf[node]!]!

  /** The hash of a node's class and, of a function or root, its name. */
  readonly kindOf = (node: number): number => {
    const { nodeType, nodeName } = this.#heap.snapshot
    const type = nodeType[node]!
    if (type === NodeType.closure || type === NodeType.synthetic) return this.#nameHash(nodeName[node]!)
    return this.#classHash[this.#heap.table.classOf[node]!]!
  }

  node(node: number): number {
    return this.isEngines(node) ? 0 : this.kindOf(node)
  }

  enter(node: number): void {
    const { snapshot, table } = this.#heap
    const { nodeType, firstEdge, edgeLink } = snapshot
    this.#isTable = this.#tables.has(node)
    if (this.#isTable) this.#mapKeys.read(node)
    if (nodeType[node] !== NodeType.object) return
    const isMap = table.classes[table.classOf[node]!]!.name === 'Map'
    let properties = 0
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const link = edgeLink[edge]!
      if (linkType(link) === EdgeType.property) properties++
      if (isMap && nodeType[linkTarget(link)] === NodeType.array) this.#tables.add(linkTarget(link))
    }
    this.#hasManyKeys = properties >= MANY_KEYS && !this.#isNamespace(node)
  }

  /** Whether the names in it are those of the program, however many there are. */
  #isNamespace(node: number): boolean {
    const { snapshot, table } = this.#heap
    return snapshot.python ? namespacesOf(snapshot).has(node) : this.#isGlobal[table.classOf[node]!]!
  }

  edge(node: number, edge: number): number {
    const { snapshot, ready } = this.#heap
    const type = linkType(snapshot.edgeLink[edge]!)
    const part = this.#isTable ? this.#mapKeys.partOf(node, edge) : null
    if (part) return MAP_PARTS[part]
    if (node === snapshot.root) return ENGINES_OWN
    if (edgeHasIndex(type)) return ELEMENT
    const name = snapshot.edgeNames.at(node, edge)
    if (type === EdgeType.internal) {
      if (snapshot.nodeType[node] === NodeType.array) return ELEMENT
      if (ready.graph.essential.pairs.ofName[name]) return WEAK_VALUE
      if (this.isEngines(node)) return ENGINES_OWN
    }
    const isKey = type === EdgeType.property && snapshot.nodeType[node] === NodeType.object
    return isKey && this.#hasManyKeys ? ENTRY : this.#nameHash(name)
  }

  #nameHash(name: number): number {
    return (this.#names[name] ||= textHash(withoutNumbers(this.#heap.snapshot.strings.text(name))) || 1)
  }
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '#')
}

/**
 * A global object is named with the address of its page, which has a port and a query that differ from run to run, and
 * newer versions of V8 say what it is.
 */
function withoutAddress(name: string): string {
  if (name.startsWith('system / ')) return withoutNumbers(name)
  return name.replace(/ \/ .*$/s, '').replace(/ (?:\(global\*?\)|\[JSGlobalObject\])$/, '')
}
