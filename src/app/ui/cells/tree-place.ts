import type { TreeAddress, TreeBy } from '#engine/model/dominator-rows.ts'
import { readGroupPath } from '#engine/model/group-path.ts'
import { dominatorOptions } from '#app/state/dominators-place.ts'
import { setOptions } from '#app/state/place-store.ts'

/** The options by which a view that draws the tree names a place in it. */
interface PlaceOptions {
  readonly by: TreeBy
  /** Where it is zoomed to: `@123`, `Cache > Map`, `@123 > Map`; empty for the root. */
  readonly at: string
}

/** The place in the tree that the options name. */
export function addressOf({ by, at }: PlaceOptions): TreeAddress {
  const { id, path } = readGroupPath(at)
  return by === 'object' ? { by, id, path: [] } : { by, id, path }
}

/** Whether, in the tree of a selection, the filter language has no words for a place: it names those below the root alone. */
export function isInForest({ by, id }: TreeAddress): boolean {
  return by !== 'object' && id === null
}

/** Zooms the view that is shown to a place. The filter was meant for the rows of the place before. */
export function zoomTo(address: TreeAddress): void {
  setOptions(dominatorOptions(address), 'push', { filter: '' })
}

/** The place above; null at the root. */
export function placeAbove({ by, id, path }: TreeAddress, dominator: number | null): TreeAddress | null {
  if (path.length > 0) return { by, id, path: path.slice(0, -1) }
  if (id === null) return null
  return { by, id: by === 'object' ? dominator : null, path: [] }
}
