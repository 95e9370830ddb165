import { placeOf as placeAmong } from '../../base/place-of.ts'
import type { BitSet } from '../../base/bit-set.ts'
import type { Task } from '../../base/task.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { sourcesOf } from '../../graph/sources-of.ts'
import { NO_DISTANCE } from '../../model/graph.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Collections } from '../collections/collection-columns.ts'
import type { CollectionOwners } from '../collections/owners.ts'
import type { CompleteHeap } from '../heap.ts'
import { findNamespaces, type Namespaces } from './namespaces.ts'
import { findOwnDicts } from './own-dicts.ts'

const NOBODY = 'nothing but weak references'
const NO_EDGE = 0xffff_ffff
/** Takes the place of the name of a reference to an item. */
const NO_NAME = 0xffff_ffff
/** They are called after their function. */
const SUSPENDED: ReadonlySet<string> = new Set(['generator', 'coroutine', 'async_generator', 'frame'])
/** Containers in containers are named through so many of them. */
const MOST_NESTED = 3

/**
 * Names what holds each container: `module.global`, `Class.attribute` for attributes of classes and instances,
 * `function.variable` for a local or closed-over variable, and `…[…]` for items of another container that has such a name. Of
 * several references the one from its immediate dominator, else from what is nearest to the root. O(nodes + edges).
 */
export async function findPythonOwners(
  heap: CompleteHeap,
  { nodes }: Pick<Collections, 'nodes'>,
  task: Task,
): Promise<CollectionOwners> {
  const { best, placeOf } = await bestEdges(heap, nodes, task)
  return nameAll(heap, best, nodes.length, task, (namer) => (source, depth) => {
    const outer = placeOf[source]! - 1
    if (outer === -1) return null
    const isNamed = depth < MOST_NESTED && best.edge[outer] !== NO_EDGE
    return `${isNamed ? namer().nameOf(outer, depth + 1) : namer().classOf(source)}[…]`
  })
}

/**
 * The same for any objects; what is in a container is called after that one. O(nodes + edges).
 * @param named all containers of the heap with their owners
 */
export async function findPythonObjectOwners(
  heap: CompleteHeap,
  nodes: Uint32Array,
  { collections, owners }: { readonly collections: Collections; readonly owners: CollectionOwners },
  task: Task,
): Promise<CollectionOwners> {
  const { best } = await bestEdges(heap, nodes, task)
  const items = owners.names.map((name) => `${name}[…]`)
  return nameAll(heap, best, nodes.length, task, () => (source) => {
    return collections.members.has(source)
      ? items[owners.owner[placeAmong(collections.nodes, source)]!]!
      : null
  })
}

/** What the item of a container is called, by that and by how many others it was found in; null where it is none. */
type OuterName = (source: number, depth: number) => string | null

async function bestEdges(heap: CompleteHeap, nodes: Uint32Array, task: Task) {
  const placeOf = new Uint32Array(heap.snapshot.nodeCount)
  for (let place = 0; place < nodes.length; place++) placeOf[nodes[place]!] = place + 1
  const best = new BestEdges(heap, nodes, placeOf)
  await inSlices(task, heap.snapshot.nodeCount, (from, to) => best.look(from, to))
  return { best, placeOf }
}

async function nameAll(
  heap: CompleteHeap,
  best: BestEdges,
  count: number,
  task: Task,
  outerOf: (namer: () => OwnerNamer) => OuterName,
): Promise<CollectionOwners> {
  const { snapshot } = heap
  const namer: OwnerNamer = new OwnerNamer(
    heap,
    best,
    outerOf(() => namer),
    await findNamespaces(snapshot, task),
    await findOwnDicts(snapshot, task),
  )
  const owner = new Uint32Array(count)
  const numbers = new Map<string, number>()
  await inSlices(task, count, (from, to) => {
    for (let place = from; place < to; place++) {
      const name = namer.nameOf(place, 0)
      const number = numbers.get(name) ?? numbers.size
      numbers.set(name, number)
      owner[place] = number
    }
  })
  return { owner, names: [...numbers.keys()] }
}

function fieldName(owner: string, label: string | null): string {
  return label === null ? `${owner}[…]` : `${owner}.${label}`
}

/** By place: the reference that names it, and where that starts. */
class BestEdges {
  readonly edge: Uint32Array
  readonly source: Uint32Array
  readonly #rank: Float64Array
  /** The nodes that refer to one of them; null until references are turned round. */
  readonly #sources: BitSet | null
  readonly #heap: CompleteHeap
  readonly #nodes: Uint32Array
  readonly #placeOf: Uint32Array

  constructor(heap: CompleteHeap, nodes: Uint32Array, placeOf: Uint32Array) {
    this.#heap = heap
    this.#nodes = nodes
    this.#placeOf = placeOf
    this.edge = new Uint32Array(nodes.length).fill(NO_EDGE)
    this.source = new Uint32Array(nodes.length)
    this.#rank = new Float64Array(nodes.length).fill(Infinity)
    this.#sources = heap.ready.retainers && sourcesOf(heap.ready.retainers, nodes)
  }

  look(from: number, to: number): void {
    const { firstEdge, edgeLink } = this.#heap.snapshot
    for (let source = from; source < to; source++) {
      if (this.#sources?.has(source) === false) continue
      for (let edge = firstEdge[source]!, end = firstEdge[source + 1]!; edge < end; edge++) {
        const place = this.#placeOf[linkTarget(edgeLink[edge]!)]! - 1
        if (place !== -1) this.#consider(place, source, edge)
      }
    }
  }

  #consider(place: number, source: number, edge: number): void {
    const { snapshot, ready } = this.#heap
    const { essential, dominator, distance } = ready.graph
    const near = distance[source] === NO_DISTANCE ? 2 ** 30 : distance[source]!
    // A root that lists what hangs on nothing else has no name for it.
    const isRoot =
      snapshot.nodeType[source] === NodeType.synthetic &&
      linkType(snapshot.edgeLink[edge]!) === EdgeType.element
    const isDominator = dominator[this.#nodes[place]!] === source
    const rank = isRoot ? 2 ** 40 + near : isDominator ? 0 : near + 1
    if (rank >= this.#rank[place]! || !keepsAlive(snapshot, essential, source, edge)) return
    this.#rank[place] = rank
    this.edge[place] = edge
    this.source[place] = source
  }
}

class OwnerNamer {
  readonly #heap: CompleteHeap
  readonly #best: BestEdges
  readonly #outer: OuterName
  readonly #namespaces: Namespaces
  readonly #ownDicts: ReadonlyMap<number, number>
  /** By class and name of a reference: what is held so. */
  readonly #fields = new Map<number, string>()

  constructor(
    heap: CompleteHeap,
    best: BestEdges,
    outer: OuterName,
    namespaces: Namespaces,
    ownDicts: ReadonlyMap<number, number>,
  ) {
    this.#heap = heap
    this.#best = best
    this.#outer = outer
    this.#namespaces = namespaces
    this.#ownDicts = ownDicts
  }

  nameOf(place: number, depth: number): string {
    const edge = this.#best.edge[place]!
    if (edge === NO_EDGE) return NOBODY
    const { snapshot } = this.#heap
    const source = this.#best.source[place]!
    const type = linkType(snapshot.edgeLink[edge]!)
    const outer = this.#outer(source, depth)
    if (outer !== null) return outer
    if (snapshot.nodeType[source] === NodeType.synthetic && type === EdgeType.element)
      return this.#textOf(source)
    const owner = this.#ownDicts.get(source) ?? source
    const isItem = type === EdgeType.element || type === EdgeType.hidden
    const field = isItem ? NO_NAME : snapshot.edgeNames.at(source, edge)
    if (this.#isNamed(owner)) return fieldName(this.#ownName(owner), this.#labelOf(field))
    const key = this.#heap.table.classOf[owner]! * 2 ** 32 + field
    const name = this.#fields.get(key) ?? fieldName(this.classOf(owner), this.#labelOf(field))
    this.#fields.set(key, name)
    return name
  }

  #labelOf(field: number): string | null {
    return field === NO_NAME ? null : this.#heap.snapshot.strings.text(field)
  }

  /** Modules, classes, functions and frames, running or suspended, are called by their own names, all else by its class. */
  #isNamed(node: number): boolean {
    const { modules, classes } = this.#namespaces
    const type = this.#heap.snapshot.nodeType[node]
    return (
      type === NodeType.closure ||
      type === NodeType.code ||
      type === NodeType.synthetic ||
      modules.has(node) ||
      classes.has(node) ||
      SUSPENDED.has(this.classOf(node))
    )
  }

  #ownName(node: number): string {
    const name = this.#textOf(node)
    return name === '' ? this.classOf(node) : name.replace(/ \([^]*$/, '').replaceAll('<locals>.', '')
  }

  #textOf(node: number): string {
    const { strings, nodeName } = this.#heap.snapshot
    return strings.text(nodeName[node]!) || '(root)'
  }

  classOf(node: number): string {
    const { classes, classOf } = this.#heap.table
    return classes[classOf[node]!]!.name
  }
}
