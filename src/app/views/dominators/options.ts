import { z } from 'zod'
import type { TreeAddress } from '#engine/model/dominator-rows.ts'
import { readGroupPath } from '#engine/model/group-path.ts'
import { dominatorOptions } from '#app/state/dominators-place.ts'
import { setOptions } from '#app/state/place-store.ts'

/** Parts of the place, in percent, below which cells are gathered; `auto` draws what can be seen. */
export const SMALLEST = ['auto', '0.1', '0.5', '1', '5'] as const
export type Smallest = (typeof SMALLEST)[number]

/** What the address holds of this view. */
export const OPTIONS = z.object({
  by: z.enum(['class', 'object', 'module']).catch('class'),
  draw: z.enum(['icicle', 'treemap']).catch('icicle'),
  /** Where it is zoomed to: `@123`, `Cache > Map`, `@123 > Map`; empty for the root. */
  at: z.string().catch(''),
  min: z.enum(SMALLEST).catch('auto'),
})

export type Options = z.output<typeof OPTIONS>

/** The place in the tree that the options name. */
export function addressOf({ by, at }: Options): TreeAddress {
  const { id, path } = readGroupPath(at)
  return by === 'object' ? { by, id, path: [] } : { by, id, path }
}

/** Whether, in the tree of a selection, the filter language has no words for a place: it names those below the root alone. */
export function isInForest({ by, id }: TreeAddress): boolean {
  return by !== 'object' && id === null
}

/** Zooms to a place. The filter was meant for the rows of the place before. */
export function zoomTo(address: TreeAddress): void {
  setOptions(dominatorOptions(address), 'push', { filter: '' })
}

/** The place above; null at the root. */
export function placeAbove({ by, id, path }: TreeAddress, dominator: number | null): TreeAddress | null {
  if (path.length > 0) return { by, id, path: path.slice(0, -1) }
  if (id === null) return null
  return { by, id: by === 'object' ? dominator : null, path: [] }
}
