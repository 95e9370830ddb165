import type { CollectionKind } from '../../model/collection-rows.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
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

/**
 * How many results a cache holds, and how many it may. The entries are the length of the dictionary that it refers to beside
 * that of its attributes (in which stands `__wrapped__`); the bound is the variable `maxsize` that its function
 * `cache_parameters` closes over, since Python 3.9. Where that cannot be read, it counts as bounded, with a bound not known.
 */
export function measureLruCache(snapshot: Snapshot, node: number): Measured {
  const { firstEdge, edgeLink, nodeName, strings } = snapshot
  const { className, length } = snapshot.python!
  let attributes: number | null = null
  let results: number | null = null
  for (let edge = firstEdge[node]!; edge < firstEdge[node + 1]!; edge++) {
    const target = linkTarget(edgeLink[edge]!)
    if (strings.text(className[target]!) !== 'dict') continue
    if (targetNamed(snapshot, target, '__wrapped__') !== null) attributes = target
    else results = target
  }
  const parameters = targetNamed(snapshot, attributes, 'cache_parameters')
  const bound = targetNamed(snapshot, parameters, 'maxsize')
  const text = bound === null ? null : strings.text(nodeName[bound]!)
  const capacity = text !== null && /^\d+$/.test(text) ? Number(text) : null
  return {
    kind: text === 'None' ? 'unbounded lru_cache' : 'lru_cache',
    ...(results !== null && { entries: length[results]! }),
    ...(capacity !== null && { capacity }),
  }
}
