import { BitSet } from '../../base/bit-set.ts'
import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { TupleTable } from '../../base/tuple-table.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { stringsWithText } from '../../graph/same-text.ts'
import { NO_DISTANCE, type Retainers } from '../../model/graph.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { CompleteHeap } from '../heap.ts'
import { holderName } from '../holder-name.ts'
import { type Collections, isDictionary, NO_TABLE } from './collection-columns.ts'
import { findHoldingEdges, NO_EDGE, NO_HOLDER } from './holding-edges.ts'
import { NumberedNames } from './numbered-names.ts'

const NOBODY = 'nothing but weak references'
const CONTEXT = 'system / Context'
/** Takes the place of a name where all edges of a kind count as one. */
const ELEMENT = 0xffff_ffff
const ENTRY = 0xffff_fffe
const KEY = 0xffff_fffd
const HIDDEN = 0xffff_fffc

/** What holds each collection. */
export interface CollectionOwners {
  /** By place: an owner's number. */
  readonly owner: Uint32Array
  /**
   * By owner's number: `Class.field`, `Class[]`, `Class[key]`, `Map.(entry)`, `system / Context.(variable)`, or the
   * name of a root. Different ones differ.
   */
  readonly names: readonly string[]
}

/** The same of objects of any kind. */
export interface ObjectOwners extends CollectionOwners {
  /** By place: the node that the reference starts at, of a table its collection; `NO_HOLDER` where there is none. */
  readonly holder: Uint32Array
}

/**
 * Names what holds each collection: the class and edge name of one reference that keeps it alive, from its immediate
 * dominator if that has one, else from the object nearest to the root, of equals the first in the file. Backing stores
 * count only where nothing else is left; the table of a Map or Set counts as the Map or Set. O(nodes + edges).
 */
export async function findOwners(
  heap: CompleteHeap,
  collections: Collections,
  task: Task,
): Promise<CollectionOwners> {
  const { owner, names } = await findObjectOwners(heap, collections.nodes, collections, task)
  return { owner, names }
}

/** The same of any objects. @param nodes ascending @param collections all of the heap */
export async function findObjectOwners(
  heap: CompleteHeap,
  nodes: Uint32Array,
  collections: Collections,
  task: Task,
): Promise<ObjectOwners> {
  const { snapshot } = heap
  const storeNames = await stringsWithText(
    snapshot.strings,
    ['(object elements)', '(object properties)', '(constant elements)'],
    task,
  )
  const isStoreName = (name: number): boolean => storeNames.some((names) => names.has(name))
  const finder = new OwnerFinder(heap, nodes, collections, isStoreName)
  await finder.choose(task)
  await finder.findEdges(task)
  return finder.finish(task)
}

class OwnerFinder {
  readonly #heap: CompleteHeap
  readonly #nodes: Uint32Array
  readonly #collections: Collections
  readonly #isStoreName: (name: number) => boolean
  readonly #places: Places
  readonly #isTable: BitSet
  /** By table: the place of the collection it belongs to. */
  readonly #ofTable = new Map<number, number>()
  /** By place: where the best reference starts, `NO_HOLDER` where there is none, and how good it is: less is better. */
  readonly #source: Uint32Array
  readonly #rank: Float64Array
  /** By place: the first edge from there. */
  readonly #edge: Uint32Array

  constructor(
    heap: CompleteHeap,
    nodes: Uint32Array,
    collections: Collections,
    isStoreName: (name: number) => boolean,
  ) {
    this.#heap = heap
    this.#nodes = nodes
    this.#collections = collections
    this.#isStoreName = isStoreName
    const isAll = nodes === collections.nodes
    this.#places = isAll ? collections.members : new Places(nodes, heap.snapshot.nodeCount)
    this.#edge = new Uint32Array(nodes.length).fill(NO_EDGE)
    this.#source = new Uint32Array(nodes.length).fill(NO_HOLDER)
    this.#rank = new Float64Array(nodes.length).fill(Infinity)
    this.#isTable = new BitSet(heap.snapshot.nodeCount)
    const { table } = collections
    for (let place = 0; place < table.length; place++) {
      if (table[place] === NO_TABLE) continue
      this.#isTable.add(table[place]!)
      this.#ofTable.set(table[place]!, place)
    }
  }

  /** Chooses for each object the reference that names its owner. */
  async choose(task: Task): Promise<void> {
    const { snapshot, ready } = this.#heap
    const { retainers } = ready
    if (retainers) {
      await inSlices(task, this.#nodes.length, (from, to) => this.#chooseAmong(retainers, from, to))
    } else {
      await inSlices(task, snapshot.nodeCount, (from, to) => this.#chooseFrom(from, to))
    }
  }

  /** For the objects at places `from` to `to`. */
  #chooseAmong({ first, source: entries }: Retainers, from: number, to: number): void {
    const { dominator } = this.#heap.ready.graph
    for (let place = from; place < to; place++) {
      const node = this.#nodes[place]!
      for (let at = first[node]!, end = first[node + 1]!; at < end; at++) {
        const entry = entries[at]!
        if ((entry & 1) === 1) this.#consider(place, entry >>> 1, dominator[node]!)
        // Nothing is better than the first edge from the dominator.
        if (this.#rank[place] === 0) break
      }
    }
  }

  /** By the edges out of nodes `from` to `to`. */
  #chooseFrom(from: number, to: number): void {
    const { snapshot, ready } = this.#heap
    const { firstEdge, edgeLink } = snapshot
    const { essential, dominator } = ready.graph
    for (let source = from; source < to; source++) {
      for (let edge = firstEdge[source]!, end = firstEdge[source + 1]!; edge < end; edge++) {
        const target = linkTarget(edgeLink[edge]!)
        const place = this.#places.of(target)
        if (place === -1 || !keepsAlive(snapshot, essential, source, edge)) continue
        this.#consider(place, source, dominator[target]!)
      }
    }
  }

  #consider(place: number, source: number, dominator: number): void {
    const { distance } = this.#heap.ready.graph
    const near = distance[source] === NO_DISTANCE ? 2 ** 30 : distance[source]!
    const rank = this.#isStore(source) ? 2 ** 40 + near : source === dominator ? 0 : near + 1
    if (rank >= this.#rank[place]!) return
    this.#rank[place] = rank
    this.#source[place] = source
  }

  #isStore(node: number): boolean {
    const { nodeType, nodeName } = this.#heap.snapshot
    const type = nodeType[node]
    return (type === NodeType.array || type === NodeType.code) && this.#isStoreName(nodeName[node]!)
  }

  /** Finds the first edge from each chosen node to its object. */
  findEdges(task: Task): Promise<void> {
    const holding = { nodes: this.#nodes, places: this.#places, source: this.#source, edge: this.#edge }
    return findHoldingEdges(this.#heap, holding, task)
  }

  /** Names the owners. */
  async finish(task: Task): Promise<ObjectOwners> {
    const nodes = this.#nodes
    const owner = new Uint32Array(nodes.length)
    const holder = new Uint32Array(nodes.length).fill(NO_HOLDER)
    const keys = new TupleTable()
    const key = new Uint32Array(3)
    const names = new NumberedNames()
    /** By sequence in `keys`. */
    const numbers: number[] = []
    let at = -1
    await inSlices(task, nodes.length, (from, to) => {
      for (let place = from; place < to; place++) {
        if (this.#source[place] === NO_HOLDER) {
          owner[place] = names.numberOf(NOBODY)
          continue
        }
        holder[place] = this.#holderOf(this.#source[place]!)
        if (this.#describe(place, holder[place]!, key) || at === -1) {
          at = keys.intern(key, 3)
          if (at === numbers.length) numbers.push(names.numberOf(this.#nameOf(key)))
        }
        owner[place] = numbers[at]!
      }
    })
    return { owner, names: names.texts, holder }
  }

  #holderOf(source: number): number {
    return this.#isTable.has(source) ? this.#collections.nodes[this.#ofTable.get(source)!]! : source
  }

  /**
   * What an owner's name depends on: class, for roots also their name, and the name of the edge.
   * @returns whether it is something else than `key` had
   */
  #describe(place: number, holder: number, key: Uint32Array): boolean {
    const { snapshot, table } = this.#heap
    const source = this.#source[place]!
    const isRoot = snapshot.nodeType[source] === NodeType.synthetic
    const byClass = table.classOf[holder]!
    const byRoot = isRoot ? snapshot.nodeName[source]! + 1 : 0
    const byEdge = isRoot ? 0 : this.#edgeKey(place, source, holder !== source)
    const isOther = key[0] !== byClass || key[1] !== byRoot || key[2] !== byEdge
    key[0] = byClass
    key[1] = byRoot
    key[2] = byEdge
    return isOther
  }

  #edgeKey(place: number, source: number, isEntry: boolean): number {
    const { snapshot } = this.#heap
    const edge = this.#edge[place]!
    const type = linkType(snapshot.edgeLink[edge]!)
    if (isEntry) return ENTRY
    if (type === EdgeType.hidden) return HIDDEN
    if (type === EdgeType.element) return ELEMENT
    if (type === EdgeType.property && this.#isDictionary(source)) return KEY
    return snapshot.edgeNames.at(source, edge)
  }

  #nameOf(key: Uint32Array): string {
    const { snapshot, table } = this.#heap
    if (key[1] !== 0) return snapshot.strings.text(key[1]! - 1) || '(root)'
    const name = holderName(table.classes[key[0]!]!.name)
    if (key[2] === ENTRY) return `${name}.(entry)`
    if (key[2] === KEY) return `${name}[key]`
    if (key[2] === ELEMENT) return `${name}[]`
    // V8 does not name all variables of a context.
    if (key[2] === HIDDEN) return `${name}.${name.startsWith(CONTEXT) ? '(variable)' : '(internal)'}`
    return `${name}.${snapshot.strings.text(key[2]!)}`
  }

  #isDictionary(node: number): boolean {
    const place = this.#collections.members.of(node)
    return place !== -1 && isDictionary(this.#collections, place)
  }
}
