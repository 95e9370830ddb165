import { Places } from '../../base/places.ts'
import type { Task } from '../../base/task.ts'
import { inSlices } from '../../graph/in-slices.ts'
import { EdgeType, NodeType } from '../../model/kinds.ts'
import { linkType } from '../../model/links.ts'
import { COLLECTION_KINDS, type Collections } from '../collections/collection-columns.ts'
import { type Holding, NO_EDGE, NO_HOLDER } from '../collections/holding-edges.ts'
import { NumberedNames } from '../collections/numbered-names.ts'
import type { CollectionOwners } from '../collections/owners.ts'
import type { CompleteHeap } from '../heap.ts'
import { NODES_BY_CLASS } from '../nodes-by-class.ts'
import { bestReferences } from './best-references.ts'
import { CARRIERS } from './carriers.ts'
import { attributeTest, CONTAINER_KINDS } from './container-kinds.ts'
import { CACHE_OF_RESULTS } from './lru-caches.ts'
import { type Namespaces, NAMESPACES } from './namespaces.ts'
import { OWN_DICTS, type OwnDicts } from './own-dicts.ts'

const NOBODY = 'nothing but weak references'
/** Takes the place of the name of a reference to an item. */
const NO_NAME = -1
/** No number of a name. */
const NO_NUMBER = -1
/** They are called after their function. */
const SUSPENDED: ReadonlySet<string> = new Set(['generator', 'coroutine', 'async_generator', 'frame'])
/** Containers in containers, and in what carries them, are named through so many of those. */
const MOST_NESTED = 3

/**
 * Names what holds each container: `module.global`, `Class.attribute` for attributes of classes and instances,
 * `function.variable` for a local or closed-over variable, `…[…]` for items of another container that has such a name, and
 * `….attribute` for attributes of what carries things for somebody (`CARRIERS`) and has one. Of several references the one from its immediate dominator, else from what is nearest to the root. O(nodes + edges).
 * @param nodes ascending
 * @param kind absent where they are no containers
 */
export async function findPythonOwners(
  heap: CompleteHeap,
  { nodes, members, kind }: Pick<Collections, 'nodes' | 'members'> & Partial<Pick<Collections, 'kind'>>,
  task: Task,
): Promise<CollectionOwners> {
  const isAttribute = attributeTest(heap)
  const best = await bestReferences(heap, nodes, members, task)
  const caches = await CACHE_OF_RESULTS.of(heap, task)
  /** By place: the number for what is in it and in no container inside, which many ask for. */
  const items = new Int32Array(nodes.length).fill(NO_NUMBER)
  return nameAll(heap, best, nodes.length, task, (names, namer) => (source, edge, depth) => {
    const outer = best.places.of(caches.get(source) ?? source)
    if (outer === -1) return NO_NUMBER
    if (kind && isAttribute(source, COLLECTION_KINDS[kind[outer]!]!, edge)) return NO_NUMBER
    if (depth === 0 && items[outer] !== NO_NUMBER) return items[outer]!
    const isNamed = depth < MOST_NESTED && best.edge[outer] !== NO_EDGE
    const number = names.itemOf(
      isNamed ? namer().numberOf(outer, depth + 1) : names.numberOf(namer().classOf(source)),
    )
    if (depth === 0) items[outer] = number
    return number
  })
}

/**
 * The same for any objects; what is in a container is called after that one. O(nodes + edges).
 * @param nodes ascending
 * @param collections all containers of the heap, with their owners
 */
export async function findPythonObjectOwners(
  heap: CompleteHeap,
  nodes: Uint32Array,
  { collections, owners }: { readonly collections: Collections; readonly owners: CollectionOwners },
  task: Task,
): Promise<CollectionOwners> {
  const places = new Places(nodes, heap.snapshot.nodeCount)
  const best = await bestReferences(heap, nodes, places, task)
  const isAttribute = attributeTest(heap)
  const caches = await CACHE_OF_RESULTS.of(heap, task)
  return nameAll(heap, best, nodes.length, task, (names) => {
    /** By number of a container's owner. */
    const items: (number | undefined)[] = Array.from({ length: owners.names.length })
    return (source, edge) => {
      const place = collections.members.of(caches.get(source) ?? source)
      if (place === -1 || isAttribute(source, COLLECTION_KINDS[collections.kind[place]!]!, edge))
        return NO_NUMBER
      const owner = owners.owner[place]!
      return (items[owner] ??= names.numberOf(`${owners.names[owner]!}[…]`))
    }
  })
}

/**
 * The number of what the item of a container is called, by that, the reference to it and by how many others it was found in;
 * `NO_NUMBER` where it is none.
 */
type OuterNumber = (source: number, edge: number, depth: number) => number

/** The names of owners: most containers have a name that others have too. */
class OwnerNames extends NumberedNames {
  /** By number: that of what is in it. */
  readonly #items: (number | undefined)[] = []
  /** By number: those of its attributes, by their names. */
  readonly #attributes: (Map<number, number> | undefined)[] = []

  itemOf(number: number): number {
    return (this.#items[number] ??= this.numberOf(`${this.texts[number]!}[…]`))
  }

  /** @param field what stands for the attribute, whose name is `label` */
  attributeOf(number: number, field: number, label: () => string | null): number {
    const attributes = (this.#attributes[number] ??= new Map<number, number>())
    const known = attributes.get(field)
    if (known !== undefined) return known
    const attribute = this.numberOf(fieldName(this.texts[number]!, label()))
    attributes.set(field, attribute)
    return attribute
  }
}

async function nameAll(
  heap: CompleteHeap,
  best: Holding,
  count: number,
  task: Task,
  outerOf: (names: OwnerNames, namer: () => OwnerNamer) => OuterNumber,
): Promise<CollectionOwners> {
  const all = new OwnerNames()
  const namer: OwnerNamer = new OwnerNamer(
    heap,
    best,
    await findCarriers(heap, task),
    all,
    outerOf(all, () => namer),
    await NAMESPACES.of(heap, task),
    await OWN_DICTS.of(heap, task),
  )
  const owner = new Uint32Array(count)
  await inSlices(task, count, (from, to) => {
    namer.nameFrom(from, to, owner)
  })
  return usedOnly(owner, all.texts)
}

/** What carries things, and the references by which it is named. */
async function findCarriers(heap: CompleteHeap, task: Task): Promise<Holding> {
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const nodes = byClass.among(({ name }) => CARRIERS.has(name))
  return bestReferences(heap, nodes, new Places(nodes, heap.snapshot.nodeCount), task)
}

/** Leaves out names that nothing has but what is in it. */
function usedOnly(owner: Uint32Array, texts: readonly string[]): CollectionOwners {
  const names: string[] = []
  const numbers = new Int32Array(texts.length).fill(NO_NUMBER)
  for (let place = 0; place < owner.length; place++) {
    const number = owner[place]!
    if (numbers[number] === NO_NUMBER) numbers[number] = names.push(texts[number]!) - 1
    owner[place] = numbers[number]!
  }
  return { owner, names }
}

function fieldName(owner: string, label: string | null): string {
  return label === null ? `${owner}[…]` : `${owner}.${label}`
}

class OwnerNamer {
  readonly #heap: CompleteHeap
  readonly #best: Holding
  /** The same of what carries things, whatever else is named. */
  readonly #carriers: Holding
  readonly #names: OwnerNames
  readonly #outer: OuterNumber
  readonly #namespaces: Namespaces
  readonly #ownDicts: OwnDicts
  /** By class, and of what is called by its own name by the string of that; then by the name of a reference: what is held so. */
  readonly #ofClasses = new Map<number, Map<number, number>>()
  readonly #ofNames = new Map<number, Map<number, number>>()
  /** By class. */
  readonly #isSuspended: readonly boolean[]
  /** By class: containers of Python itself, which have nothing but items. */
  readonly #isPlain: readonly boolean[]

  constructor(
    heap: CompleteHeap,
    best: Holding,
    carriers: Holding,
    names: OwnerNames,
    outer: OuterNumber,
    namespaces: Namespaces,
    ownDicts: OwnDicts,
  ) {
    this.#heap = heap
    this.#best = best
    this.#carriers = carriers
    this.#names = names
    this.#outer = outer
    this.#namespaces = namespaces
    this.#ownDicts = ownDicts
    this.#isPlain = heap.table.classes.map(({ name }) => CONTAINER_KINDS.has(name))
    this.#isSuspended = heap.table.classes.map(({ name }) => SUSPENDED.has(name))
  }

  /** Numbers the owners of what is at places `from` to `to`. */
  nameFrom(from: number, to: number, owner: Uint32Array): void {
    const { source, edge } = this.#best
    const { classOf } = this.#heap.table
    // What is in one container mostly stands together, and all of it is called alike, unless it may be an attribute.
    let known = NO_HOLDER
    let number = NO_NUMBER
    for (let place = from; place < to; place++) {
      if (source[place] !== known || edge[place] === NO_EDGE || !this.#isPlain[classOf[known]!]) {
        known = source[place]!
        number = edge[place] === NO_EDGE ? NO_NUMBER : this.#outer(known, edge[place]!, 0)
      }
      owner[place] = number === NO_NUMBER ? this.numberOf(place, 0) : number
    }
  }

  /** The number of the name of what holds what is at a place. */
  numberOf(place: number, depth: number): number {
    const edge = this.#best.edge[place]!
    if (edge === NO_EDGE) return this.#names.numberOf(NOBODY)
    return this.#numberOfReference(this.#best.source[place]!, edge, depth)
  }

  /** The number of what is called by one reference to it. */
  #numberOfReference(source: number, edge: number, depth: number): number {
    const { snapshot } = this.#heap
    const type = linkType(snapshot.edgeLink[edge]!)
    const outer = this.#outer(source, edge, depth)
    if (outer !== NO_NUMBER) return outer
    if (snapshot.nodeType[source] === NodeType.synthetic && type === EdgeType.element)
      return this.#names.numberOf(this.#textOf(source))
    const owner = this.#ownDicts.get(source) ?? source
    const isItem = type === EdgeType.element || type === EdgeType.hidden
    const field = isItem ? NO_NAME : snapshot.edgeNames.at(source, edge)
    const carrier = depth < MOST_NESTED ? this.#numberOfCarrier(owner, depth + 1) : NO_NUMBER
    if (carrier !== NO_NUMBER) return this.#names.attributeOf(carrier, field, () => this.#labelOf(field))
    const fields = this.#fieldsOf(owner)
    let number = fields.get(field)
    if (number === undefined) {
      const name = this.#isNamed(owner) ? this.#ownName(owner) : this.classOf(owner)
      number = this.#names.numberOf(fieldName(name, this.#labelOf(field)))
      fields.set(field, number)
    }
    return number
  }

  /** The number of the name of what carries things; `NO_NUMBER` of all else, and where nothing holds it. */
  #numberOfCarrier(node: number, depth: number): number {
    const { places, source, edge } = this.#carriers
    const place = places.of(node)
    if (place === -1 || edge[place] === NO_EDGE) return NO_NUMBER
    return this.#numberOfReference(source[place]!, edge[place]!, depth)
  }

  /** What is known of fields of what is called like an object. */
  #fieldsOf(owner: number): Map<number, number> {
    const { table, snapshot } = this.#heap
    const isNamed = this.#isNamed(owner)
    const known = isNamed ? this.#ofNames : this.#ofClasses
    const key = isNamed ? snapshot.nodeName[owner]! : table.classOf[owner]!
    let fields = known.get(key)
    if (fields === undefined) {
      fields = new Map<number, number>()
      known.set(key, fields)
    }
    return fields
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
      this.#isSuspended[this.#heap.table.classOf[node]!]!
    )
  }

  #ownName(node: number): string {
    return this.#textOf(node)
      .replace(/ \([^]*$/, '')
      .replaceAll('<locals>.', '')
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
