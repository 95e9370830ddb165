import type { Task } from '../../base/task.ts'
import { keepsAlive } from '../../graph/essential-edges.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { NO_DISTANCE } from '../../model/graph.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkTarget, linkType } from '../../model/links.ts'
import type { Collections } from '../collections/collection-columns.ts'
import type { CollectionOwners } from '../collections/owners.ts'
import type { CompleteHeap } from '../heap.ts'
import { edgeLabel } from '../names.ts'
import { findNamespaces, type Namespaces } from './namespaces.ts'
import { findOwnDicts } from './own-dicts.ts'

const NOBODY = 'nothing but weak references'
const NO_EDGE = 0xffff_ffff
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
  const { snapshot } = heap
  const placeOf = new Uint32Array(snapshot.nodeCount)
  for (let place = 0; place < nodes.length; place++) placeOf[nodes[place]!] = place + 1
  const best = new BestEdges(heap, nodes, placeOf)
  await inSlices(task, snapshot.nodeCount, (from, to) => best.look(from, to))
  const namer = new OwnerNamer(
    heap,
    best,
    placeOf,
    await findNamespaces(snapshot, task),
    await findOwnDicts(snapshot, task),
  )
  const owner = new Uint32Array(nodes.length)
  const numbers = new Map<string, number>()
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      const name = namer.nameOf(place, 0)
      const number = numbers.get(name) ?? numbers.size
      numbers.set(name, number)
      owner[place] = number
    }
  })
  return { owner, names: [...numbers.keys()] }
}

/** By place: the reference that names it, and where that starts. */
class BestEdges {
  readonly edge: Uint32Array
  readonly source: Uint32Array
  readonly #rank: Float64Array
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
  }

  look(from: number, to: number): void {
    const { firstEdge, edgeLink } = this.#heap.snapshot
    for (let source = from; source < to; source++) {
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
  readonly #placeOf: Uint32Array
  readonly #namespaces: Namespaces
  readonly #ownDicts: ReadonlyMap<number, number>

  constructor(
    heap: CompleteHeap,
    best: BestEdges,
    placeOf: Uint32Array,
    namespaces: Namespaces,
    ownDicts: ReadonlyMap<number, number>,
  ) {
    this.#heap = heap
    this.#best = best
    this.#placeOf = placeOf
    this.#namespaces = namespaces
    this.#ownDicts = ownDicts
  }

  nameOf(place: number, depth: number): string {
    const edge = this.#best.edge[place]!
    if (edge === NO_EDGE) return NOBODY
    const { snapshot } = this.#heap
    const source = this.#best.source[place]!
    const type = linkType(snapshot.edgeLink[edge]!)
    const label = edgeLabel(snapshot, source, edge)
    const outer = this.#placeOf[source]! - 1
    if (outer !== -1) {
      const isNamed = depth < MOST_NESTED && this.#best.edge[outer] !== NO_EDGE
      return `${isNamed ? this.nameOf(outer, depth + 1) : this.#classOf(source)}[…]`
    }
    if (snapshot.nodeType[source] === NodeType.synthetic && type === EdgeType.element)
      return this.#textOf(source)
    const owner = this.#ownDicts.get(source) ?? source
    const isItem = type === EdgeType.element || type === EdgeType.hidden
    return `${this.#ownName(owner)}${isItem ? '[…]' : `.${label}`}`
  }

  /** A module, class, function or frame, running or suspended, by its own name, all else by its class. */
  #ownName(node: number): string {
    const { nodeType } = this.#heap.snapshot
    const { modules, classes } = this.#namespaces
    const type = nodeType[node]
    const isNamed = modules.has(node) || classes.has(node) || SUSPENDED.has(this.#classOf(node))
    if (!isNamed && type !== NodeType.closure && type !== NodeType.code && type !== NodeType.synthetic) {
      return this.#classOf(node)
    }
    const name = this.#textOf(node)
    return name === '' ? this.#classOf(node) : name.replace(/ \([^]*$/, '').replaceAll('<locals>.', '')
  }

  #textOf(node: number): string {
    const { strings, nodeName } = this.#heap.snapshot
    return strings.text(nodeName[node]!) || '(root)'
  }

  #classOf(node: number): string {
    const { classes, classOf } = this.#heap.table
    return classes[classOf[node]!]!.name
  }
}
