import { placeOf } from '../../base/place-of.ts'
import type { Task } from '../../base/task.ts'
import { inSlices, mapInTurns } from '../../graph/in-slices.ts'
import type { CollectionKind } from '../../model/collection-rows.ts'
import { COLLECTION_KINDS, type Collections } from '../collections/collection-columns.ts'
import type { OwnedCollections } from '../collections/list-collections.ts'
import { heapSize, type WholeHeap } from '../heap.ts'
import { DICT_KINDS } from '../python/container-kinds.ts'
import { heldItems } from './held-items.ts'
import { type CachedValues, cachedValues } from './python/cached-values.ts'
import { type ModuleVariable, ModuleVariables } from './v8/module-variables.ts'

/** With fewer entries it is a record rather than a collection that things are put into. */
const LEAST_ENTRIES = 100
/** Of the heap; below it a collection is not large. */
const LEAST_SHARE = 0.01
const LEAST_BYTES = 64 * 1024
/** An outer collection stands for an inner one that has this part of what it retains. */
const SAME_THING = 0.8
/** As many as are told of, the largest first. */
const MOST = 50
/** Steps up the dominator tree in search of an outer one. */
const MOST_STEPS = 2000

const NOT_LARGE: ReadonlySet<CollectionKind> = new Set([
  // Never strong: their entries go by themselves.
  'WeakMap',
  'WeakSet',
  'WeakValueDictionary',
  'WeakKeyDictionary',
  // What they hold says a rule of their own, or they have a bound.
  'lru_cache',
  'unbounded lru_cache',
  // They hold bytes or numbers, not objects that somebody forgot.
  'typed array',
  'bytearray',
  'array',
  'ndarray',
])

const WEAK: ReadonlySet<CollectionKind> = new Set(['WeakValueDictionary', 'WeakKeyDictionary'])

/** A collection that holds much of the heap. */
export interface LargePlace {
  /** Among the heap's collections. */
  readonly place: number
  /** The variable of a module that holds it; null where none does, and in heaps of CPython. */
  readonly variable: ModuleVariable | null
  /** What it holds if it is a dictionary that serves as a cache, in heaps of CPython; null of others. */
  readonly cached: CachedValues | null
}

/**
 * The large collections, the largest first. Of one in another that have nearly the same bytes the outer one stands for both,
 * unless a module's own variable holds the inner one: all of a module hangs from the runtime's tables of modules.
 */
export async function largePlaces(
  heap: WholeHeap,
  { collections }: OwnedCollections,
  task: Task,
): Promise<readonly LargePlace[]> {
  const { nodes, kind } = collections
  const { retainedSize } = heap.ready.graph
  const least = Math.max(LEAST_BYTES, LEAST_SHARE * heapSize(heap))
  const found: number[] = []
  task.begin('answer', nodes.length)
  await inSlices(task, nodes.length, (from, to) => {
    for (let place = from; place < to; place++) {
      if (retainedSize[nodes[place]!]! < least || NOT_LARGE.has(COLLECTION_KINDS[kind[place]!]!)) continue
      if (entriesOf(heap, collections, place) < LEAST_ENTRIES) continue
      if (!isInWeak(heap, collections, nodes[place]!)) found.push(place)
    }
  })
  task.end()
  found.sort((a, b) => retainedSize[nodes[b]!]! - retainedSize[nodes[a]!]!)
  const isPython = heap.snapshot.python !== null
  const variables = isPython || found.length === 0 ? null : await ModuleVariables.of(heap, task)
  const largest = await mapInTurns(task, found.slice(0, MOST), (place) => ({
    place,
    variable: variables?.holding(nodes[place]!) ?? null,
    cached:
      isPython && DICT_KINDS.has(COLLECTION_KINDS[kind[place]!]!) ? cachedValues(heap, nodes[place]!) : null,
  }))
  return withoutSame(heap, collections, largest)
}

/** Whether it is what a weak dictionary of Python keeps its entries in: its references go by themselves. */
function isInWeak({ ready }: WholeHeap, { nodes, kind, members }: Collections, node: number): boolean {
  let at = ready.graph.dominator[node]!
  // The weak dictionary may have its attributes in a dictionary of their own.
  if (!members.has(at)) at = ready.graph.dominator[at]!
  return members.has(at) && WEAK.has(COLLECTION_KINDS[kind[placeOf(nodes, at)]!]!)
}

/** Leaves one of each that are the same thing. */
function withoutSame(
  heap: WholeHeap,
  { nodes }: OwnedCollections['collections'],
  largest: readonly LargePlace[],
): readonly LargePlace[] {
  const all = new Set(largest.map(({ place }) => nodes[place]!))
  const ofModules = new Set(largest.filter(({ variable }) => variable).map(({ place }) => nodes[place]!))
  const hidden = new Set<number>()
  for (const { place, variable } of largest) {
    const node = nodes[place]!
    const outer = outerOnes(heap, node, variable ? ofModules : all)
    if (outer.length > 0) hidden.add(node)
    else if (variable) for (const same of outerOnes(heap, node, all)) hidden.add(same)
  }
  return largest.filter(({ place }) => !hidden.has(nodes[place]!))
}

/** Those of some collections that dominate a node and are the same thing. */
function outerOnes({ snapshot, ready }: WholeHeap, node: number, among: ReadonlySet<number>): number[] {
  const { dominator, retainedSize } = ready.graph
  const found: number[] = []
  let at = node
  for (let steps = 0; at !== snapshot.root && steps < MOST_STEPS; steps++) {
    at = dominator[at]!
    if (retainedSize[node]! < SAME_THING * retainedSize[at]!) break
    if (among.has(at)) found.push(at)
  }
  return found
}

/** Those seen or, where V8 does not tell, the objects it alone holds. */
export function entriesOf(
  heap: WholeHeap,
  { nodes, entries }: OwnedCollections['collections'],
  place: number,
): number {
  return entries[place]! >= 0 ? entries[place]! : heldItems(heap, [nodes[place]!]).nodes.length
}
