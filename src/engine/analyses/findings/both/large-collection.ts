import type { CollectionKind } from '../../../model/collection-rows.ts'
import { type Words, words } from '../../../model/words.ts'
import { mapInTurns } from '../../../graph/in-slices.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { largeDraft } from '../large-draft.ts'
import { largePlaces } from '../large-places.ts'
import { ownerWords } from '../owner-words.ts'
import type { Rule } from '../rule.ts'
import { heldByFunction } from '../v8/held-by-function.ts'

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
    const groups = new Map<string, { says: Words; places: number[] }>()
    for (const { place, variable, cached } of await largePlaces(heap, owned, task)) {
      if (variable || cached) continue
      const name = names[owner[place]!]!
      const byFunction = heldByFunction(heap, owned.collections.nodes[place]!, name)
      const held = byFunction ?? { owner: name, says: ownerWords(name) }
      const group = groups.get(held.owner) ?? { says: held.says, places: [] }
      group.places.push(place)
      groups.set(held.owner, group)
    }
    return mapInTurns(task, [...groups], ([name, { says, places }]) =>
      largeDraft(heap, owned, places, { owner: name, says, cureOf }),
    )
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
