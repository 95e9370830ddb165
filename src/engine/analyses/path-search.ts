import { BitSet } from '../base/bit-set.ts'
import { column, isShared } from '../base/columns.ts'
import { textHash } from '../base/mix.ts'
import { keepsAlive, specialSources } from '../graph/essential-edges.ts'
import { isUserRoot } from '../graph/user-roots.ts'
import type { PathKeys } from '../model/digest.ts'
import { EdgeType, edgeHasIndex, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { WordBytes } from './collections/store-layout.ts'
import { EdgeLabels, ELEMENT } from './edge-labels.ts'
import type { CompleteHeap } from './heap.ts'
import { MapKeys } from './map-keys.ts'
import { NodeKinds } from './node-kinds.ts'
import { ABOVE, PathTable } from './path-table.ts'
import { StringHashes } from './string-hashes.ts'

const UNREACHED = textHash('unreached')
/** Nodes whose columns are read together, so that their cache misses overlap instead of following each other. */
const BATCH = 128
/** Nodes with fewer edges mostly lead to what was visited before, such as their hidden class, so that no name is asked for. */
const NAMES_AHEAD = 2

/**
 * The search that `pathKeys` makes, level by level. A node gets its path when it is visited, since the best way to it is
 * known by then, and then offers ways to nodes of the next level. Nodes are numbered by their place in the order in which
 * they are found, so that what becomes known of them is written one behind the other.
 */
export class PathSearch {
  readonly #snapshot: Snapshot
  readonly #heap: CompleteHeap
  readonly #kinds: NodeKinds
  readonly #labels: EdgeLabels
  readonly #mapKeys: MapKeys
  readonly #table: PathTable
  /** The tables of maps met so far. */
  readonly #tables: BitSet
  /** These, Maps, and nodes whose edges have to be judged one by one, see `specialSources`. */
  readonly #careful: BitSet
  /** The nodes of this level and the ones before, to which no better way comes: as bits they stay in the caches. */
  readonly #passed: BitSet
  /** By node: its place in the order plus one, 0 where it was not found yet. */
  readonly #place: Uint32Array
  readonly #order: Uint32Array
  /** By place: its path, in the end its key; of a node not visited yet, the path of what refers to it in the best way so far. */
  readonly #key: Uint32Array
  /** By place: what that reference is called. */
  readonly #label: Uint32Array
  /** By class number. */
  readonly #isMapClass: Uint8Array
  /** Of the batch: the nodes, where their edges' names, their edges and the ends of these begin. */
  readonly #nodes = new Uint32Array(BATCH)
  readonly #names = new Uint32Array(BATCH)
  readonly #first = new Uint32Array(BATCH)
  readonly #end = new Uint32Array(BATCH)
  /** And what they are. */
  readonly #kind = new Uint32Array(BATCH)
  /** Their first edges' links, which nothing but the caches needs. */
  readonly #link = new Uint32Array(BATCH)
  /** What there is to the nodes of a batch of places. */
  readonly #content = new Uint32Array(BATCH)
  #found = 0
  /** How many are visited. */
  #at = 0
  /** Where in the order the level ends that is being visited. */
  #levelEnd = 0

  /** @param word the bytes of a word in the heap's stores */
  constructor(heap: CompleteHeap, word: WordBytes) {
    const { snapshot } = heap
    const { nodeCount, root } = snapshot
    const shared = isShared(snapshot.nodeId)
    const hashes = new StringHashes(snapshot.strings)
    this.#snapshot = snapshot
    this.#heap = heap
    this.#kinds = new NodeKinds(heap, hashes)
    this.#labels = new EdgeLabels(snapshot, hashes)
    this.#mapKeys = new MapKeys(snapshot, hashes, word)
    this.#kinds.readKinds(root, root + 1)
    this.#table = new PathTable(nodeCount, this.#kinds.column[root]!, shared)
    this.#isMapClass = Uint8Array.from(heap.table.classes, ({ name }) => (name === 'Map' ? 1 : 0))
    this.#tables = new BitSet(nodeCount)
    this.#careful = specialSources(snapshot, heap.ready.graph.essential)
    this.#passed = new BitSet(nodeCount)
    this.#place = new Uint32Array(nodeCount)
    this.#order = column(Uint32Array, nodeCount, shared)
    this.#key = column(Uint32Array, nodeCount, shared)
    this.#label = new Uint32Array(nodeCount)
  }

  /** Finds out what nodes are and marks what may be a Map, to be done before the search. */
  prepare(from: number, to: number): void {
    this.#kinds.readKinds(from, to)
    const { classOf } = this.#heap.table
    for (let node = from; node < to; node++)
      if (this.#isMapClass[classOf[node]!] === 1) this.#careful.add(node)
  }

  get visited(): number {
    return this.#at
  }

  /** What was found. */
  get keys(): PathKeys {
    return { order: this.#order, key: this.#key, ...this.#table.columns }
  }

  startAtUserRoots(): void {
    const { root, firstEdge, edgeLink } = this.#snapshot
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (isUserRoot(this.#snapshot, target)) this.#offer(ABOVE, target, ELEMENT)
    }
    this.#beginLevel()
  }

  startAtRoot(): void {
    const { root } = this.#snapshot
    if (this.#place[root] === 0) this.#offer(ABOVE, root, ELEMENT)
    this.#beginLevel()
  }

  /** Visits about `budget` nodes; says whether nothing is left. */
  advance(budget: number): boolean {
    const stop = this.#at + budget
    while (this.#at < this.#found && this.#at < stop) {
      if (this.#at === this.#levelEnd) this.#beginLevel()
      this.#visitNext(Math.min(BATCH, this.#levelEnd - this.#at))
    }
    return this.#at === this.#found
  }

  /** What nothing keeps alive is called by what it is alone. */
  addUnreached(from: number, to: number): void {
    const path = this.#key[this.#place[this.#snapshot.root]! - 1]!
    for (let node = from; node < to; node++) {
      if (this.#place[node] !== 0) continue
      this.#offer(path, node, UNREACHED)
      this.#lookAhead(1)
      this.#settle(this.#at, 0)
      this.#at++
    }
  }

  /** To be done for all nodes once all are found, and then `addContents`. */
  readContents(from: number, to: number): void {
    this.#kinds.readContents(from, to)
  }

  /** Makes keys of paths, for all places. */
  addContents(from: number, to: number): void {
    const [key, order, content, read] = [this.#key, this.#order, this.#kinds.column, this.#content]
    let [lastPath, lastContent, lastKey] = [-1, 0, 0]
    for (let place = from; place < to; place += BATCH) {
      const count = Math.min(BATCH, to - place)
      for (let k = 0; k < count; k++) read[k] = content[order[place + k]!]!
      for (let k = 0; k < count; k++) {
        const path = key[place + k]!
        // Things alike often stand side by side.
        if (path !== lastPath || read[k] !== lastContent) {
          lastPath = path
          lastContent = read[k]!
          lastKey = this.#table.keyOf(path, lastContent)
        }
        key[place + k] = lastKey
      }
    }
  }

  /** What was found is all of the next level: it is visited now. */
  #beginLevel(): void {
    for (let place = this.#at; place < this.#found; place++) this.#passed.add(this.#order[place]!)
    this.#levelEnd = this.#found
  }

  #visitNext(count: number): void {
    this.#lookAhead(count)
    for (let k = 0; k < count; k++) {
      const node = this.#nodes[k]!
      const path = this.#settle(this.#at + k, k)
      if (this.#careful.has(node)) this.#leaveWithCare(node, path)
      else this.#leave(k, path)
    }
    this.#at += count
  }

  /** Reads what the next `count` visits will wait for, so that they wait for all of it at once. */
  #lookAhead(count: number): void {
    const { firstEdge, edgeLink, edgeNames } = this.#snapshot
    const order = this.#order
    const at = this.#at
    const [nodes, first, end, names] = [this.#nodes, this.#first, this.#end, this.#names]
    const [kind, kinds] = [this.#kind, this.#kinds.column]
    for (let k = 0; k < count; k++) {
      const node = order[at + k]!
      nodes[k] = node
      first[k] = firstEdge[node]!
      end[k] = firstEdge[node + 1]!
    }
    for (let k = 0; k < count; k++)
      if (end[k]! - first[k]! >= NAMES_AHEAD) names[k] = edgeNames.addressOf(nodes[k]!)
    for (let k = 0; k < count; k++) kind[k] = kinds[nodes[k]!]!
    const link = this.#link
    for (let k = 0; k < count; k++) if (first[k]! < end[k]!) link[k] = edgeLink[first[k]!]!
  }

  /** Gives a node of the batch its path, since the best way to it is known. */
  #settle(place: number, k: number): number {
    const path = this.#table.goOn(this.#key[place]!, this.#label[place]!, this.#kind[k]!)
    this.#key[place] = path
    return path
  }

  /** Offers the ways on from a node of the batch. Most edges are passed here, and lead to what was visited before. */
  #leave(k: number, path: number): void {
    const { edgeLink } = this.#snapshot
    const passed = this.#passed.bytes
    const place = this.#place
    const first = this.#first[k]!
    const end = this.#end[k]!
    for (let edge = first; edge < end; edge++) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      if (((passed[target >>> 3]! >>> (target & 7)) & 1) === 1) continue
      const type = linkType(link)
      if (type === EdgeType.weak || type === EdgeType.shortcut) continue
      const known = place[target]!
      const label = edgeHasIndex(type) ? ELEMENT : this.#labels.at(this.#namesOf(k), edge - first, type)
      if (known === 0) this.#find(path, target, label)
      else this.#contest(path, known - 1, label)
    }
  }

  /** Where the names of a node's edges begin. */
  #namesOf(k: number): number {
    const edges = this.#end[k]! - this.#first[k]!
    return edges < NAMES_AHEAD ? this.#snapshot.edgeNames.addressOf(this.#nodes[k]!) : this.#names[k]!
  }

  /** The same for nodes that are Maps, tables of Maps, or have to be judged edge by edge. */
  #leaveWithCare(node: number, path: number): void {
    const { edgeLink, firstEdge, nodeType } = this.#snapshot
    const { essential } = this.#heap.ready.graph
    const isMap =
      this.#isMapClass[this.#heap.table.classOf[node]!] === 1 && nodeType[node] === NodeType.object
    const isTable = this.#tables.has(node)
    if (isTable) this.#mapKeys.read(node)
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (isMap && nodeType[target] === NodeType.array) {
        this.#tables.add(target)
        this.#careful.add(target)
      }
      if (this.#passed.has(target) || !keepsAlive(this.#snapshot, essential, node, edge)) continue
      const key = isTable ? this.#mapKeys.labelOf(node, edge) : null
      this.#offer(path, target, key ?? this.#labels.of(node, edge))
    }
  }

  /** Takes a way to a node of the next level, if it is the best so far. */
  #offer(path: number, target: number, label: number): void {
    const known = this.#place[target]!
    if (known === 0) this.#find(path, target, label)
    else this.#contest(path, known - 1, label)
  }

  #find(path: number, target: number, label: number): void {
    const place = this.#found++
    this.#place[target] = place + 1
    this.#order[place] = target
    this.#key[place] = path
    this.#label[place] = label
  }

  #contest(path: number, place: number, label: number): void {
    const otherPath = this.#key[place]!
    const otherLabel = this.#label[place]!
    if (otherPath === path && otherLabel === label) return
    if (!this.#table.isBetter(path, label, otherPath, otherLabel)) return
    this.#key[place] = path
    this.#label[place] = label
  }
}
