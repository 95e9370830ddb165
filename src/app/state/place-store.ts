import { create } from 'zustand'
import { DEFAULT_PLACE, DEFAULT_VIEW_PLACE, type Place, type ViewPlace } from './place.ts'
import type { ViewName } from './views.ts'

/** How a change of place enters the browser's history. `none`: it came from there. */
export type Step = 'push' | 'replace' | 'none'

interface PlaceState {
  readonly place: Place
  /** How the last change is to be written to the history. */
  readonly step: Step
}

/** Holds the place. The address follows it (`url/address.ts`); nothing else writes to the history. */
export const placeStore = create<PlaceState>(() => ({ place: DEFAULT_PLACE, step: 'none' }))

/** How each view of the capture was left, so that coming back to it finds it so. */
const left = new Map<ViewName, ViewPlace>()

placeStore.subscribe(({ place }, { place: before }) => {
  const isTogether = place.set.some(({ source }) => source === before.source)
  if (place.source !== before.source && !isTogether) left.clear()
  else if (place.view !== before.view) left.set(before.view, viewPlaceOf(before))
})

/** A part of the place, kept up to date in a component. */
export function usePlace<Part>(select: (place: Place) => Part): Part {
  return placeStore((state) => select(state.place))
}

/**
 * Moves to another place. Navigation pushes; what changes with every key (a filter being typed) replaces. A change that
 * names another view than the one shown begins there with what that view had when it was left, changed as asked for.
 */
export function go(change: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
  placeStore.setState(({ place }) => ({ place: placeAfter(place, change), step: how }))
}

/** The place that `go` would lead to. */
export function placeAfter(place: Place, change: Partial<Place>): Place {
  const isElsewhere = change.view !== undefined && change.view !== place.view
  const view = isElsewhere ? (left.get(change.view) ?? DEFAULT_VIEW_PLACE) : {}
  const after = { ...place, ...view, ...change }
  // What was looked for around one object says nothing about another, nor about another list.
  const isNear = after.selected === place.selected && after.tab === place.tab
  return isNear ? after : { ...after, near: change.near ?? '' }
}

/**
 * Changes some of the view's options; those that become undefined are left out of the address.
 * @param also what else changes in the same step
 */
export function setOptions(
  change: Readonly<Record<string, string | undefined>>,
  how: 'push' | 'replace' = 'replace',
  also: Pick<Partial<Place>, 'filter'> = {},
): void {
  const options: Record<string, string> = { ...currentPlace().options }
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined) delete options[name]
    else options[name] = value
  }
  go({ ...also, options }, how)
}

/** The place right now, for code outside components. */
export function currentPlace(): Place {
  return placeStore.getState().place
}

function viewPlaceOf({ sort, filter, open, options }: Place): ViewPlace {
  return { sort, filter, open, options }
}
