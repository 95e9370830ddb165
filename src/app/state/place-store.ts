import { create } from 'zustand'
import { DEFAULT_PLACE, type Place } from './place.ts'

/** How a change of place enters the browser's history. `none`: it came from there. */
export type Step = 'push' | 'replace' | 'none'

interface PlaceState {
  readonly place: Place
  /** How the last change is to be written to the history. */
  readonly step: Step
}

/** Holds the place. The address follows it (`url/address.ts`); nothing else writes to the history. */
export const placeStore = create<PlaceState>(() => ({ place: DEFAULT_PLACE, step: 'none' }))

/** A part of the place, kept up to date in a component. */
export function usePlace<Part>(select: (place: Place) => Part): Part {
  return placeStore((state) => select(state.place))
}

/** Moves to another place. Navigation pushes; what changes with every key (a filter being typed) replaces. */
export function go(change: Partial<Place>, how: 'push' | 'replace' = 'push'): void {
  placeStore.setState(({ place }) => ({ place: { ...place, ...change }, step: how }))
}

/** The place right now, for code outside components. */
export function currentPlace(): Place {
  return placeStore.getState().place
}
