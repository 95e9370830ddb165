import type { Place } from '../state/place.ts'
import { placeStore } from '../state/place-store.ts'
import { type SharedLink, shareStore } from '../state/share-store.ts'
import { fragmentOf, placeOf } from './fragment.ts'
import { embedderPart } from './embedder-part.ts'
import { pageFolder, shareIdIn } from './page-folder.ts'

/** The part of `window` that holds the address. */
export type AddressBar = Pick<Window, 'history' | 'addEventListener' | 'removeEventListener'> & {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search' | 'origin' | 'reload'>
}

/**
 * Reads the place from the address and keeps both in step: a move writes the address, back and forward (or an edit
 * of the address) move. A place in captures of the share that the page was opened with stands behind its link's key, and
 * every place behind who may hand captures in, where the address names that.
 * @returns stops it
 */
export function followAddress(bar: AddressBar): () => void {
  const id = shareIdIn(bar.location.pathname)
  const link =
    id === null ? null : { server: pageFolder(bar.location), id, fragment: keyPart(bar.location.hash) }
  shareStore.setState({ link })
  const from = embedderPart(bar.location.hash)
  const fragmentFor = (place: Place) => joined(from, fragmentOf(place))
  const read = () => {
    const { hash, pathname } = bar.location
    // Somebody mended the key.
    if (link && shareIdIn(pathname) === link.id && keyPart(hash) !== link.fragment)
      return bar.location.reload()
    if (withoutKey(hash) === fragmentFor(placeStore.getState().place)) return
    placeStore.setState({ place: placeOf(hash), step: 'none' })
  }
  const unsubscribe = placeStore.subscribe(({ place, step }, before) => {
    if (step === 'none' || place === before.place) return
    const address = addressOf(place, fragmentFor(place), link, bar.location)
    if (address === null) return
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

/** What the address becomes, or null where it stays. */
function addressOf(
  place: Place,
  fragment: string,
  link: SharedLink | null,
  at: AddressBar['location'],
): string | null {
  const isHere = withoutKey(at.hash) === fragment
  if (!link) return isHere ? null : fragment || at.pathname + at.search
  const { pathname } = new URL(link.server)
  const atShare = shareIdIn(at.pathname) !== null
  if (isOfShare(place))
    return isHere && atShare ? null : `${pathname}s/${link.id}${joined(link.fragment, fragment)}`
  return isHere && !atShare ? null : pathname + fragment
}

/** A fragment with something in front of it. */
function joined(front: string, fragment: string): string {
  const parts = [front, fragment.slice(1)].filter(Boolean)
  return parts.length === 0 ? '' : `#${parts.join('&')}`
}

function isOfShare({ source, set }: Place): boolean {
  return [source, ...set.map((member) => member.source)].some((one) => one?.startsWith('share:'))
}

const KEY = /^#?(k=[^&]*)&?/

/** The key in front of a place, as `k=…`; empty where there is none. */
function keyPart(hash: string): string {
  return KEY.exec(hash)?.[1] ?? ''
}

function withoutKey(hash: string): string {
  const rest = hash.replace(KEY, '').replace(/^#/, '')
  return rest && `#${rest}`
}
