import type { CollectionKind } from '../../../model/collection-rows.ts'
import { share, size, words } from '../../../model/words.ts'
import { COLLECTION_KINDS } from '../../collections/collection-columns.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { cacheParts } from '../../python/lru-caches.ts'
import { heldItems } from '../held-items.ts'
import type { Draft, Rule } from '../rule.ts'
import { targetNamed } from '../../python/standard-library.ts'
import { nameOfNode } from './class-facts.ts'

/** A cache of fewer results may well be of all there are. */
const LEAST_RESULTS = 500
const KIND = COLLECTION_KINDS.indexOf('unbounded lru_cache' satisfies CollectionKind)

/** Caches of `functools` that keep every result for ever. */
export const unboundedCache: Rule = {
  name: 'unbounded-cache',
  title: 'Cache without a bound',
  about: 'Functions under `functools.cache` or `lru_cache(maxsize=None)` that keep hundreds of results.',
  family: 'cpython',
  async find(heap, task) {
    const { collections, owners } = await COLLECTIONS.of(heap, task)
    const { nodes, kind, entries } = collections
    const found: Draft[] = []
    for (let place = 0; place < nodes.length; place++) {
      if (kind[place] !== KIND || entries[place]! < LEAST_RESULTS) continue
      const draft = draftOf(heap, nodes[place]!, entries[place]!, owners.names[owners.owner[place]!]!)
      if (draft) found.push(draft)
    }
    return found
  },
}

function draftOf(heap: WholeHeap, cache: number, entries: number, owner: string): Draft | null {
  const { snapshot, ready } = heap
  const { retainedSize } = ready.graph
  const { attributes, results } = cacheParts(snapshot, cache)
  if (results === null) return null
  const wrapped = targetNamed(snapshot, attributes, '__wrapped__')
  const name = wrapped === null ? owner : nameOfNode(snapshot, wrapped).replace(/ \([^]*$/, '')
  const bytes = retainedSize[results]!
  const { nodes } = heldItems(heap, [results])
  const total = heapSize(heap)
  return {
    title: words`The cache of ${name} keeps all its ${entries} results for ever, ${size(bytes)}`,
    facts: words`It is a ${'functools.lru_cache'} with ${'maxsize=None'}, which never drops a result: results and arguments take ${share(bytes, total)} of the heap.`,
    cure: words`Give it a bound, ${'@lru_cache(maxsize=1024)'}, or call ${`${name}.cache_clear()`} where a round of work ends.`,
    confidence: { level: 'sure', reason: words`the cache itself shows that it has no bound` },
    owner,
    subject: 'functools.lru_cache',
    object: cache,
    nodes: nodes.length > 0 ? nodes : Uint32Array.of(results),
    retained: retainedSize[cache]!,
    saving: {
      bytes,
      estimate: true,
      method: words`all results and arguments that the cache alone keeps, with the table for them: what stays under a bound is to be taken off`,
    },
    claims: { node: Uint32Array.of(results), bytes: null },
    fault: 'leak',
  }
}
