import type { CollectionKind } from '../../model/collection-rows.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { Derived } from '../derived.ts'
import { NODES_BY_CLASS } from '../nodes-by-class.ts'
import { targetNamed } from './standard-library.ts'

/** What `functools.lru_cache` makes of a function. */
export function isLruCache(className: string): boolean {
  return className === 'functools._lru_cache_wrapper'
}

interface Measured {
  readonly kind: CollectionKind
  readonly entries?: number
  readonly capacity?: number
}

/** The dictionaries that a cache refers to; null where there is none. */
interface CacheParts {
  /** Of its attributes, in which stands `__wrapped__`. */
  readonly attributes: number | null
  readonly results: number | null
}

/** O(references of the cache). */
export function cacheParts(snapshot: Snapshot, cache: number): CacheParts {
  const { firstEdge, edgeLink, strings } = snapshot
  const { className } = snapshot.python!
  let attributes: number | null = null
  let results: number | null = null
  for (let edge = firstEdge[cache]!; edge < firstEdge[cache + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (strings.text(className[target]!) !== 'dict') continue
    if (targetNamed(snapshot, target, '__wrapped__') !== null) attributes = target
    else results = target
  }
  return { attributes, results }
}

/** By dictionary of results: the cache that it is a part of. O(references of the caches), once nodes are known by class. */
export const CACHE_OF_RESULTS = new Derived<ReadonlyMap<number, number>>(async (heap, task) => {
  const byClass = await NODES_BY_CLASS.of(heap, task)
  const found = new Map<number, number>()
  for (const cache of byClass.among(({ name }) => isLruCache(name))) {
    const { results } = cacheParts(heap.snapshot, cache)
    if (results !== null) found.set(results, cache)
  }
  return found
})

/**
 * How many results a cache holds, and how many it may. The entries are the length of its dictionary of results; the bound
 * is the variable `maxsize` that its function `cache_parameters` closes over, since Python 3.9. Where that cannot be read, a
 * cache is without a bound whose results stand in the dictionary itself, since one with a bound links them to each other;
 * else it counts as bounded, with a bound not known.
 */
export function measureLruCache(snapshot: Snapshot, node: number): Measured {
  const { nodeName, strings } = snapshot
  const { length } = snapshot.python!
  const { attributes, results } = cacheParts(snapshot, node)
  const parameters = targetNamed(snapshot, attributes, 'cache_parameters')
  const bound = targetNamed(snapshot, parameters, 'maxsize')
  const text = bound === null ? null : strings.text(nodeName[bound]!)
  const capacity = text !== null && /^\d+$/.test(text) ? Number(text) : null
  const isUnbounded = text === 'None' || (bound === null && results !== null && areLoose(snapshot, results))
  return {
    kind: isUnbounded ? 'unbounded lru_cache' : 'lru_cache',
    ...(results !== null && { entries: length[results]! }),
    ...(capacity !== null && { capacity }),
  }
}

/** Whether there are results, and they are not links of a list. */
function areLoose({ firstEdge, edgeLink, strings, python }: Snapshot, results: number): boolean {
  const value = firstEdge[results]!
  // Values come before keys.
  return (
    value < firstEdge[results + 1]! &&
    strings.text(python!.className[linkTarget(edgeLink[value]!)]!) !== 'functools._lru_list_elem'
  )
}
