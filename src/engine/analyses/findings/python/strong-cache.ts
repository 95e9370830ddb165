import { share, size, words } from '../../../model/words.ts'
import { heapSize, type WholeHeap } from '../../heap.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { retainedSum } from '../../retained-of-set.ts'
import { largePlaces } from '../large-places.ts'
import type { Draft, Rule } from '../rule.ts'
import type { CachedValues } from './cached-values.ts'

/** Dictionaries that keep objects which nothing uses any more, beside those that are in use. */
export const strongCache: Rule = {
  name: 'strong-cache',
  title: 'Cache that keeps what nobody uses',
  about:
    'A dictionary of a hundredth of the heap or more with instances of a class, some of which the program uses elsewhere, while most are kept by the dictionary alone: a cache of strong references, where weak ones would let go of what is not used.',
  family: 'cpython',
  async find(heap, task) {
    const owned = await COLLECTIONS.of(heap, task)
    const { collections, owners } = owned
    return (await largePlaces(heap, owned, task)).flatMap(({ place, cached }) =>
      cached ? draftOf(heap, collections.nodes[place]!, owners.names[owners.owner[place]!]!, cached) : [],
    )
  },
}

function draftOf(heap: WholeHeap, dict: number, owner: string, cached: CachedValues): Draft {
  const { dominated, retainedSize } = heap.ready.graph
  const { className, count, unused } = cached
  // The values that it alone keeps, and their keys.
  const held = dominated.node.slice(dominated.first[dict], dominated.first[dict + 1])
  const bytes = retainedSum(heap.ready.graph, held)
  return {
    title: words`${owner} holds ${count} ${className} objects, ${unused.length} of which nothing else uses, ${size(bytes)}`,
    facts: words`The other ${count - unused.length} are in use elsewhere: the dictionary serves as a cache, and never lets go. What it alone keeps is ${share(bytes, heapSize(heap))} of the heap.`,
    cure: words`Make it a ${'weakref.WeakValueDictionary'}, which drops an object when its last user does; or bound it, as an ${'OrderedDict'} from which ${'popitem(last=False)'} takes the oldest.`,
    confidence: {
      level: 'possible',
      reason: words`the capture does not tell whether the program still wants to find those that nothing else uses`,
    },
    owner,
    subject: className,
    object: dict,
    nodes: unused,
    retained: retainedSize[dict]!,
    saving: {
      bytes,
      estimate: true,
      method: words`the objects and keys that it alone keeps, with what they keep`,
    },
    claims: { node: held, bytes: null },
    fault: 'leak',
  }
}
