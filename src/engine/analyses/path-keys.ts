import { BitSet } from '../base/bit-set.ts'
import { column, isShared } from '../base/columns.ts'
import { finished, mixed, textHash } from '../base/mix.ts'
import type { Task } from '../base/task.ts'
import { keepsAlive, specialSources } from '../graph/essential-edges.ts'
import { inSlices, untilDone } from '../graph/in-slices.ts'
import { isUserRoot } from '../graph/user-roots.ts'
import type { PathKeys } from '../model/digest.ts'
import { EdgeType, edgeHasIndex, NodeType } from '../model/kinds.ts'
import { linkTarget, linkType } from '../model/links.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { CompleteHeap } from './heap.ts'
import { MapKeys } from './map-keys.ts'
import { StringHashes } from './string-hashes.ts'

/** What stands for an element of an array, whichever it is. */
const ELEMENT = textHash('[]')
const UNREACHED = textHash('unreached')
/** A second hash of the same path begins with another number. */
const OTHER_LANE = 0x9e37_79b9

/** What a search knows of a node. Levels after each other have the one and the other of `WAITING`. */
const UNSEEN = 0
const WAITING = [1, 2]
const VISITED = 3

/**
 * Says where each object stands in numbers that mean the same in every heap: the path of classes and references from the
 * roots, with one word for all elements of an array and the key for the entries of a map. Breadth first, from the
 * program's globals and then from the rest of the roots; where several references lead to an object from equally near,
 * the path with the smallest hash is taken, so that the order of a file does not matter.
 * O(nodes + edges).
 */
export async function pathKeys(heap: CompleteHeap, task: Task): Promise<PathKeys> {
  const { nodeCount } = heap.snapshot
  const search = new PathSearch(heap)
  await inSlices(task, nodeCount, (from, to) => search.readContent(from, to))
  const progress = (): number => nodeCount + search.visited
  search.startAtUserRoots()
  await untilDone(task, (budget) => search.advance(budget), progress)
  search.startAtRoot()
  await untilDone(task, (budget) => search.advance(budget), progress)
  await inSlices(task, nodeCount, (from, to) => search.nameUnreached(from, to), progress())
  return search.keys
}

class PathSearch {
  readonly keys: PathKeys
  visited = 0
  readonly #heap: CompleteHeap
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes
  readonly #labels: EdgeLabels
  readonly #mapKeys: MapKeys
  /** The nodes whose edges have to be judged one by one, see `specialSources`. */
  readonly #special: BitSet
  /** The tables of maps met so far. */
  readonly #tables: BitSet
  /** By class number. */
  readonly #classHash: Uint32Array
  readonly #isMapClass: Uint8Array
  /** By node: `UNSEEN`, `VISITED`, or the one of `WAITING` that the level has at which it waits in the queue. */
  readonly #state: Uint8Array
  /** What was found, in its order. */
  readonly #queue: Uint32Array
  #found = 0
  #at = 0
  /** Where in the queue the level ends that is being visited. */
  #levelEnd = 0
  #depth = 0

  constructor(heap: CompleteHeap) {
    const { nodeCount, strings } = heap.snapshot
    this.#heap = heap
    this.#snapshot = heap.snapshot
    this.#hashes = new StringHashes(strings)
    this.#labels = new EdgeLabels(heap.snapshot, this.#hashes)
    this.#mapKeys = new MapKeys(heap.snapshot, this.#hashes)
    this.#special = specialSources(heap.snapshot, heap.ready.graph.essential)
    this.#tables = new BitSet(nodeCount)
    this.#classHash = Uint32Array.from(heap.table.classes, ({ name }) => textHash(name))
    this.#state = new Uint8Array(nodeCount)
    const make = (): Uint32Array => column(Uint32Array, nodeCount, isShared(heap.snapshot.nodeId))
    this.#queue = make()
    this.keys = { low: make(), high: make(), content: make(), step: make(), order: this.#queue }
    this.#isMapClass = Uint8Array.from(heap.table.classes, ({ name }) => (name === 'Map' ? 1 : 0))
  }

  /** What is to be done before the search. */
  readContent(from: number, to: number): void {
    const { content } = this.keys
    for (let node = from; node < to; node++) content[node] = this.#contentOf(node)
  }

  startAtUserRoots(): void {
    const { root, firstEdge, edgeLink } = this.#snapshot
    for (let edge = firstEdge[root]!; edge < firstEdge[root + 1]!; edge++) {
      const target = linkTarget(edgeLink[edge]!)
      if (isUserRoot(this.#snapshot, target)) this.#offer(root, this.#kindOf(root), target, ELEMENT)
    }
    this.#goDown()
  }

  startAtRoot(): void {
    const { root } = this.#snapshot
    this.#offer(root, this.#kindOf(root), root, ELEMENT)
    this.#goDown()
  }

  /** Visits up to `budget` nodes; says whether nothing is left. */
  advance(budget: number): boolean {
    for (let left = budget; left > 0; left--) {
      if (this.#at === this.#levelEnd && !this.#goDown()) return true
      const node = this.#queue[this.#at++]!
      this.#visit(node)
      this.#state[node] = VISITED
      this.visited++
    }
    return false
  }

  /** What nothing keeps alive is called by what it is alone. */
  nameUnreached(from: number, to: number): void {
    const { root } = this.#snapshot
    const kind = this.#kindOf(root)
    for (let node = from; node < to; node++) {
      if (this.#state[node] !== UNSEEN) continue
      this.#offer(root, kind, node, UNREACHED)
      this.#arrive(node)
    }
  }

  /** Makes what was found the level to visit. Says whether there is anything. */
  #goDown(): boolean {
    this.#levelEnd = this.#found
    this.#depth++
    return this.#at < this.#levelEnd
  }

  /** The state of what waits for the level after the one that is visited. */
  get #nextLevel(): number {
    return WAITING[(this.#depth + 1) & 1]!
  }

  #visit(node: number): void {
    const { firstEdge, edgeLink, nodeType } = this.#snapshot
    const { essential } = this.#heap.ready.graph
    const states = this.#state
    const nextLevel = this.#nextLevel
    const isTable = this.#tables.has(node)
    if (isTable) this.#mapKeys.read(node)
    const kind = this.#arrive(node)
    const isMap = this.#isMap(node)
    const isSpecial = this.#special.has(node)
    for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
      const link = edgeLink[edge]!
      const target = linkTarget(link)
      if (isMap && nodeType[target] === NodeType.array) this.#tables.add(target)
      const state = states[target]!
      if (state !== UNSEEN && state !== nextLevel) continue
      const type = linkType(link)
      if (type === EdgeType.weak || type === EdgeType.shortcut || target === node || isSpecial) {
        if (!keepsAlive(this.#snapshot, essential, node, edge)) continue
      }
      const key = isTable ? this.#mapKeys.labelOf(node, edge) : null
      this.#offer(node, kind, target, key ?? this.#labels.of(node, edge))
    }
  }

  /** Takes a way to a node of the next level, if it is the best so far; what the node is comes to it in `#arrive`. */
  #offer(source: number, sourceKind: number, target: number, label: number): void {
    const { low, high, step } = this.keys
    const first = mixed(low[source]!, label) >>> 0
    const isNew = this.#state[target] === UNSEEN
    if (!isNew && first > low[target]!) return
    const second = mixed(high[source]! ^ OTHER_LANE, label) >>> 0
    if (isNew) {
      this.#state[target] = this.#nextLevel
      this.#queue[this.#found++] = target
    } else if (first === low[target]! && second >= high[target]!) return
    low[target] = first
    high[target] = second
    step[target] = mixed(sourceKind, label)
  }

  /** Takes what a node is into its keys, once the way to it is settled. @returns what it is */
  #arrive(node: number): number {
    const { low, high, step } = this.keys
    const kind = this.#kindOf(node)
    low[node] = finished(mixed(low[node]!, kind))
    high[node] = finished(mixed(high[node]!, kind))
    step[node] = finished(mixed(step[node]!, kind))
    return kind
  }

  /** Whether it is a Map: the one array it refers to is its table. */
  #isMap(node: number): boolean {
    const { classOf } = this.#heap.table
    return this.#isMapClass[classOf[node]!] === 1 && this.#snapshot.nodeType[node] === NodeType.object
  }

  /** What a node is, without what it is called by: its class, and the name of a function, a symbol or an element. */
  #kindOf(node: number): number {
    const { nodeType, nodeName } = this.#snapshot
    const hash = this.#classHash[this.#heap.table.classOf[node]!]!
    return NAMED.has(nodeType[node]!) ? mixed(hash, this.#hashes.of(nodeName[node]!)) : hash
  }

  #contentOf(node: number): number {
    const { nodeType, nodeName, selfSize, firstEdge } = this.#snapshot
    const type = nodeType[node]!
    if (type === NodeType.string) return this.#hashes.of(nodeName[node]!)
    return finished(mixed(mixed(0, selfSize[node]!), firstEdge[node + 1]! - firstEdge[node]!))
  }
}

/** Types of which the name says what a node is and the class does not. */
const NAMED: ReadonlySet<number> = new Set([
  NodeType.closure,
  NodeType.code,
  NodeType.hidden,
  NodeType.regexp,
  NodeType.synthetic,
  NodeType.symbol,
  NodeType.bigint,
])

/** What edges are called, in numbers that mean the same in every heap. */
class EdgeLabels {
  readonly #snapshot: Snapshot
  readonly #hashes: StringHashes
  /** By string, of names that the engine gives: their hash without the numbers in them, or 0 where not known yet. */
  readonly #internal: Uint32Array

  constructor(snapshot: Snapshot, hashes: StringHashes) {
    this.#snapshot = snapshot
    this.#hashes = hashes
    this.#internal = new Uint32Array(snapshot.strings.count)
  }

  of(node: number, edge: number): number {
    const { edgeLink, edgeNames, strings } = this.#snapshot
    const type = linkType(edgeLink[edge]!)
    if (edgeHasIndex(type)) return ELEMENT
    const name = edgeNames.at(node, edge)
    if (type !== EdgeType.internal) return this.#hashes.of(name)
    return (this.#internal[name] ||= textHash(strings.text(name).replace(/\d+/g, '#')) || 1)
  }
}
