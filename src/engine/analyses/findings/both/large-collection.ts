import type { CollectionKind } from '../../../model/collection-rows.ts'
import { words } from '../../../model/words.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { largeDraft } from '../large-draft.ts'
import { largePlaces } from '../large-places.ts'
import { ownerWords } from '../owner-words.ts'
import type { Rule } from '../rule.ts'

/** Collections that hold much of the heap, which are the leak wherever nothing is ever taken out of them. */
export const largeCollection: Rule = {
  name: 'large-collection',
  title: 'Collection that holds much of the heap',
  about:
    'A map, set, list or dictionary with a hundred entries and more that alone keeps a hundredth of the heap or more: the usual leak where nothing takes entries out. What a module of JavaScript holds in a variable, and what a program of Python fetches objects from to use them, is told as a cache.',
  family: null,
  async find(heap, task) {
    const owned = await COLLECTIONS.of(heap, task)
    const { owner, names } = owned.owners
    const groups = new Map<number, number[]>()
    for (const { place, variable, cached } of await largePlaces(heap, owned, task)) {
      if (!variable && !cached) groups.set(owner[place]!, [...(groups.get(owner[place]!) ?? []), place])
    }
    return [...groups].map(([number, places]) => {
      const name = names[number]!
      return largeDraft(heap, owned, places, { owner: name, says: ownerWords(name), cureOf })
    })
  },
}

function cureOf(kind: CollectionKind) {
  if (kind === 'Map' || kind === 'Object')
    return words`Take entries out when what they are for ends, bound it (drop the oldest), or key it by the object itself in a ${'WeakMap'}.`
  if (kind === 'dict' || kind === 'defaultdict' || kind === 'OrderedDict')
    return words`Take entries out when what they are for ends, bound it, or hold the values in a ${'weakref.WeakValueDictionary'}.`
  if (kind === 'list' || kind === 'deque')
    return words`Take items out when they are done with, or keep only the last ones: ${'deque(maxlen=1000)'}.`
  return words`Take entries out when what they are for ends, or keep only so many.`
}
