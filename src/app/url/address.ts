import { placeStore } from '../state/place-store.ts'
import { fragmentOf, placeOf } from './fragment.ts'

/** The part of `window` that holds the address. */
export type AddressBar = Pick<Window, 'history' | 'location' | 'addEventListener' | 'removeEventListener'>

/**
 * Reads the place from the address and keeps both in step: a move writes the address, back and forward (or an edit
 * of the address) move.
 * @returns stops it
 */
export function followAddress(bar: AddressBar): () => void {
  const read = () => {
    if (bar.location.hash === fragmentOf(placeStore.getState().place)) return
    placeStore.setState({ place: placeOf(bar.location.hash), step: 'none' })
  }
  const unsubscribe = placeStore.subscribe(({ place, step }, before) => {
    if (step === 'none' || place === before.place) return
    const fragment = fragmentOf(place)
    if (fragment === bar.location.hash) return
    const address = fragment || bar.location.pathname + bar.location.search
    if (step === 'push') bar.history.pushState(null, '', address)
    else bar.history.replaceState(null, '', address)
  })
  read()
  bar.addEventListener('popstate', read)
  bar.addEventListener('hashchange', read)
  return () => {
    unsubscribe()
    bar.removeEventListener('popstate', read)
    bar.removeEventListener('hashchange', read)
  }
}
