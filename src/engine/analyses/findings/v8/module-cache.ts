import { words } from '../../../model/words.ts'
import type { CollectionKind } from '../../../model/collection-rows.ts'
import { COLLECTIONS } from '../../list-fields.ts'
import { largeDraft } from '../large-draft.ts'
import { largePlaces } from '../large-places.ts'
import type { Rule } from '../rule.ts'
import type { ModuleVariable } from './module-variables.ts'

/** Large collections that live as long as a module, and so as the program. */
export const moduleCache: Rule = {
  name: 'module-cache',
  title: 'Cache of a module without a bound',
  about:
    'A map, set, array or dictionary with a hundred entries and more in a variable at the top of a module, or in `module.exports`, that alone keeps a hundredth of the heap or more. A module is never unloaded: what is put there stays until the program takes it out.',
  family: 'v8',
  async find(heap, task) {
    const owned = await COLLECTIONS.of(heap, task)
    const groups = new Map<string, { variable: ModuleVariable; places: number[] }>()
    for (const { place, variable } of await largePlaces(heap, owned, task)) {
      if (!variable) continue
      const owner = `${variable.file}: ${variable.name}`
      const group = groups.get(owner) ?? { variable, places: [] }
      group.places.push(place)
      groups.set(owner, group)
    }
    return [...groups].map(
      ([
        owner,
        {
          variable: { file, name },
          places,
        },
      ]) =>
        largeDraft(heap, owned, places, {
          owner,
          says: words`The module variable ${name} of ${file}`,
          cureOf,
        }),
    )
  },
}

function cureOf(kind: CollectionKind) {
  if (kind === 'Array')
    return words`Keep only the last items, or clear it where a round of work ends: ${'length = 0'}.`
  if (kind === 'Set')
    return words`Bound it (drop the oldest), make it a ${'WeakSet'} of the objects themselves, or clear it where a round of work ends.`
  return words`Bound it (an LRU cache drops what was not used for longest), key it by the object itself in a ${'WeakMap'}, or clear it where a round of work ends.`
}
