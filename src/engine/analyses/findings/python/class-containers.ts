import { ascending } from '../../../base/ascending.ts'
import { BitSet } from '../../../base/bit-set.ts'
import { NumberList } from '../../../base/number-list.ts'
import type { Task } from '../../../base/task.ts'
import { linkTarget } from '../../../model/links.ts'
import type { Snapshot } from '../../../model/snapshot.ts'
import { plain, share, size, words } from '../../../model/words.ts'
import { COLLECTION_KINDS } from '../../collections/collection-columns.ts'
import type { OwnedCollections } from '../../collections/list-collections.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { OWN_DICTS } from '../../python/own-dicts.ts'
import { NAMESPACES } from '../../python/namespaces.ts'
import { targetNamed } from '../../python/standard-library.ts'
import { largePlaces } from '../large-places.ts'
import type { Draft, Rule } from '../rule.ts'
import { nameOfNode } from './class-facts.ts'
import { basesOf } from '../../python/bases.ts'
import { STRONG_KINDS } from '../../python/container-kinds.ts'
import { type ClassInstances, INSTANCES_BY_CLASS } from './class-instances.ts'

const LEAST_INSTANCES = 500
/** Of the living instances, at least so many are in the container. */
const LEAST_SHARE = 0.99
/** Where a class registers its instances. */
const MAKERS = ['__init__', '__post_init__', '__new__']

/** Containers into which a class puts every instance that is made. */
export const classContainers: Rule = {
  name: 'class-containers',
  title: 'Class that registers all its instances',
  about:
    'A container of a class, or one that its `__init__` names, which holds all living instances of it: none of them ever goes. A dictionary from which the program fetches those that it uses is told as a cache.',
  family: 'cpython',
  async find(heap, task) {
    const owned = await COLLECTIONS.of(heap, task)
    const containers = await containersByClass(heap, owned, task)
    if (containers.size === 0) return []
    task.begin('answer', heap.snapshot.nodeCount)
    const classes = await INSTANCES_BY_CLASS.of(heap, task)
    task.end()
    const registered = new Map<number, ClassInstances[]>()
    for (const instances of classes) {
      const all = basesOf(heap.snapshot, instances.classNode).flatMap((base) => containers.get(base) ?? [])
      for (const container of new Set(all)) {
        const known = registered.get(container)
        if (known) known.push(instances)
        else registered.set(container, [instances])
      }
    }
    const places = await largePlaces(heap, owned, task)
    const caches = new Set(
      places.filter(({ cached }) => cached).map(({ place }) => owned.collections.nodes[place]!),
    )
    return [...registered].flatMap(([container, all]) =>
      caches.has(container) ? [] : (draftOf(heap, owned, container, all) ?? []),
    )
  },
}

/** The large containers that classes have as attributes, and the globals that their constructors name. */
async function containersByClass(
  heap: WholeHeap,
  { collections: { nodes, kind, entries } }: OwnedCollections,
  task: Task,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { snapshot, ready } = heap
  const { first, source } = ready.retainers
  const { classes, dictionaries } = await NAMESPACES.of(heap, task)
  const ownDicts = await OWN_DICTS.of(heap, task)
  const found = new Map<number, number[]>()
  const add = (classNode: number, container: number) =>
    found.set(classNode, [...(found.get(classNode) ?? []), container])
  /** By dictionary of a module. */
  const globals = new Map<number, Set<number>>()
  for (let place = 0; place < nodes.length; place++) {
    if (entries[place]! < LEAST_INSTANCES || !STRONG_KINDS.has(COLLECTION_KINDS[kind[place]!]!)) continue
    const container = nodes[place]!
    for (let i = first[container]!; i < first[container + 1]!; i++) {
      const namespace = source[i]! >>> 1
      if (!dictionaries.has(namespace)) continue
      const owner = ownDicts.get(namespace)!
      if (classes.has(owner)) add(owner, container)
      else globals.set(namespace, (globals.get(namespace) ?? new Set()).add(container))
    }
  }
  if (globals.size === 0) return found
  classes.forEach((node) => {
    for (const container of containersNamed(snapshot, node, globals)) add(node, container)
  })
  return found
}

/** The globals that the constructors of a class name, as far as they are among those given. */
function containersNamed(
  snapshot: Snapshot,
  classNode: number,
  globals: ReadonlyMap<number, ReadonlySet<number>>,
): number[] {
  const namespace = targetNamed(snapshot, classNode, '__dict__')
  return MAKERS.flatMap((maker) => {
    const method = targetNamed(snapshot, namespace, maker)
    const module = targetNamed(snapshot, method, '__globals__')
    const containers = module === null ? undefined : globals.get(module)
    if (method === null || !containers) return []
    return namesIn(snapshot, method)
      .map((name) => targetNamed(snapshot, module, name))
      .filter((target): target is number => target !== null && containers.has(target))
  })
}

/** The names of globals and attributes that a function uses. */
function namesIn(snapshot: Snapshot, method: number): string[] {
  const names = targetNamed(snapshot, targetNamed(snapshot, method, '__code__'), 'co_names')
  if (names === null) return []
  const { firstEdge, edgeLink } = snapshot
  return Array.from(edgeLink.subarray(firstEdge[names], firstEdge[names + 1]), (link) =>
    nameOfNode(snapshot, linkTarget(link)),
  )
}

function draftOf(
  heap: WholeHeap,
  { collections, owners }: OwnedCollections,
  container: number,
  classes: readonly ClassInstances[],
): Draft | null {
  const { snapshot, ready } = heap
  const { firstEdge, edgeLink } = snapshot
  const { dominated, dominator, retainedSize } = ready.graph
  const missing = new BitSet(snapshot.nodeCount)
  let count = 0
  for (const { nodes } of classes) {
    for (const node of nodes) missing.add(node)
    count += nodes.length
  }
  const inside = new NumberList()
  for (let edge = firstEdge[container]!; edge < firstEdge[container + 1]!; edge++) {
    const item = linkTarget(edgeLink[edge]!)
    if (!missing.has(item)) continue
    missing.delete(item)
    inside.push(item)
  }
  if (inside.length < LEAST_INSTANCES || inside.length < LEAST_SHARE * count) return null
  const nodes = ascending(inside.finish(), snapshot.nodeCount)
  const only = nodes.filter((node) => dominator[node] === container)
  const held = dominated.node.slice(dominated.first[container], dominated.first[container + 1])
  const bytes = retainedSum(ready.graph, held)
  const owner = owners.names[owners.owner[collections.members.of(container)]!]!
  const isAlone = only.length >= LEAST_SHARE * nodes.length
  const names = classes.map(({ classNode }) => nameOfNode(snapshot, classNode)).sort()
  const name = names.length === 1 ? words`${names[0]!}` : words`${names[0]!} and others`
  return {
    title: words`${owner} holds all ${nodes.length} living ${name} objects, ${only.length} of which nothing else uses, ${size(bytes)}`,
    facts: words`The class registers its instances itself: one that is made is never freed. What the container alone keeps is ${share(bytes, heapSize(heap))} of the heap.`,
    cure: words`Register them weakly: make it a ${'weakref.WeakSet'}, or by key a ${'weakref.WeakValueDictionary'}; or take an object out where it is closed.`,
    confidence: isAlone
      ? { level: 'likely', reason: words`all living instances are in it and nothing else refers to them` }
      : {
          level: 'possible',
          reason: words`others refer to ${nodes.length - only.length}${plain(' of them, too, so that they may be in use')}`,
        },
    owner,
    subject: names[0]!,
    object: container,
    nodes,
    retained: retainedSize[container]!,
    saving: {
      bytes,
      estimate: true,
      method: words`the instances and keys that it alone keeps, with what they keep`,
    },
    claims: { node: held, bytes: null },
    fault: 'leak',
  }
}
