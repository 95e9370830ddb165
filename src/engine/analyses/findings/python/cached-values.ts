import { EdgeType } from '../../../model/kinds.ts'
import { linkTarget, linkType } from '../../../model/links.ts'
import type { WholeHeap } from '../../heap.ts'
import { targetNamed } from '../../python/standard-library.ts'
import { hasFlag, nameOfNode, namespaceOf } from './class-facts.ts'
import { basesOf } from '../../python/bases.ts'
import { PythonFlag } from '../../../model/python-heap.ts'

/** Fewer may be what a variable of a loop happens to hold. */
const LEAST_USED = 10
/** Of all values, so many are used by nothing but the dictionary: where more are in use it is a store rather than a cache. */
const LEAST_UNUSED = 0.95

const NONE = -1

/** The values of a dictionary that serves as a cache. */
export interface CachedValues {
  readonly className: string
  readonly count: number
  /** Those that nothing else uses, ascending. */
  readonly unused: Uint32Array
}

/**
 * The values of a dictionary from which a program fetches objects to use them: instances of one class that can be referred
 * to weakly, some of which are in use elsewhere, but most of which are not. Null of any other. O(references of it).
 */
export function cachedValues({ snapshot, ready }: WholeHeap, dict: number): CachedValues | null {
  const { firstEdge, edgeLink } = snapshot
  const { dominator } = ready.graph
  let [first, references, unusedOnes] = [NONE, 0, 0]
  const links = edgeLink.subarray(firstEdge[dict], firstEdge[dict + 1])
  for (let at = 0; at < links.length; at++) {
    if (!leadsToValue(links[at]!)) continue
    const value = linkTarget(links[at]!)
    if (!hasFlag(snapshot, value, PythonFlag.instance)) return null
    if (first === NONE) first = value
    references++
    if (dominator[value] === dict) unusedOnes++
  }
  const isCache = unusedOnes >= LEAST_UNUSED * references && references - unusedOnes >= LEAST_USED
  const classNode = isCache ? targetNamed(snapshot, first, '__class__') : null
  if (classNode === null) return null
  const isWeakable = basesOf(snapshot, classNode).some((base) =>
    namespaceOf(snapshot, base).has('__weakref__'),
  )
  if (!isWeakable) return null
  const values = new Set(links.filter(leadsToValue).map(linkTarget))
  const unused = Uint32Array.from(values).filter((value) => dominator[value] === dict)
  return { className: nameOfNode(snapshot, classNode), count: values.size, unused: unused.sort() }
}

/** Not to a key. */
function leadsToValue(link: number): boolean {
  return linkType(link) === EdgeType.property || linkType(link) === EdgeType.element
}
