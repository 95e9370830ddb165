import { BitSet } from '../../base/bit-set.ts'
import { Places } from '../../base/places.ts'
import { type DictHolders, findDictHolders } from '../../graph/python-dicts.ts'
import { linkTarget } from '../../model/links.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { Derived } from '../derived.ts'
import { LOCAL_OF_DICT } from './local-dicts.ts'
import { CACHE_OF_RESULTS } from './lru-caches.ts'
import { NAMESPACES } from './namespaces.ts'

/**
 * The dictionaries in which attributes stand, those of thread-locals included, names of modules and classes, or results of a
 * cache, each with the object that they belong to.
 */
export class OwnDicts {
  readonly #places: Places
  /** By place: the object. */
  readonly #owner: Uint32Array

  /** @param owner by place: the object that the dictionary there belongs to */
  constructor(places: Places, owner: Uint32Array) {
    this.#places = places
    this.#owner = owner
  }

  has(dict: number): boolean {
    return this.#places.has(dict)
  }

  get(dict: number): number | undefined {
    const place = this.#places.of(dict)
    return place === -1 ? undefined : this.#owner[place]
  }
}

/** O(nodes + names in the distinct sequences of them). Of those that several objects have, the last one counts. */
export const OWN_DICTS = new Derived<OwnDicts>(async (heap, task) => {
  const { snapshot } = heap
  const { dictionaries } = await NAMESPACES.of(heap, task)
  const parts = [await CACHE_OF_RESULTS.of(heap, task), await LOCAL_OF_DICT.of(heap, task)]
  const holders = await findDictHolders(snapshot, task)
  const all = new BitSet(snapshot.nodeCount)
  let count = 0
  const add = (dict: number): void => {
    if (!all.has(dict)) count++
    all.add(dict)
  }
  dictionaries.forEach(add)
  eachOwnDict(snapshot, holders, add)
  for (const owners of parts) for (const dict of owners.keys()) add(dict)
  const dicts = all.toArray(count)
  const places = new Places(dicts, snapshot.nodeCount)
  // Namespaces of code that runs without a module have no owner but themselves.
  const owner = dicts.slice()
  eachOwnDict(snapshot, holders, (dict, node) => (owner[places.of(dict)] = node))
  for (const owners of parts) for (const [dict, node] of owners) owner[places.of(dict)] = node
  return new OwnDicts(places, owner)
})

function eachOwnDict(
  { firstEdge, edgeLink }: Snapshot,
  holders: DictHolders,
  visit: (dict: number, node: number) => void,
): void {
  for (const node of holders.nodes) {
    for (const { place, name } of holders.of(node))
      if (name === '__dict__') visit(linkTarget(edgeLink[firstEdge[node]! + place]!), node)
  }
}
