import { isEngineClass } from '#engine/analyses/engine-internals.ts'
import type { Kind } from '#engine/model/rows.ts'
import type { Place } from './place.ts'

/** The option of the list of classes that shows those the engine makes for itself, too. */
export const ENGINE_SHOWN = { engine: 'shown' } as const

/** The place in the list of classes where one class is open, whether or not such classes are folded by default. */
export function classPlace(kind: Kind, key: string, filter: string): Partial<Place> {
  return {
    view: 'classes',
    filter,
    sort: null,
    open: [key],
    options: isEngineClass(kind, key) ? ENGINE_SHOWN : {},
  }
}
