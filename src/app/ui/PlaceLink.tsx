import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import type { Place } from '../state/place.ts'
import { go } from '../state/place-store.ts'
import { fragmentOf } from '../url/fragment.ts'

interface PlaceLinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly to: Place
}

/** A link to a place: a plain click moves there, any other (new tab, copy address) is the browser's. */
export function PlaceLink({ to, ...rest }: PlaceLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    go(to)
  }
  return <a href={fragmentOf(to) || '#'} onClick={follow} {...rest} />
}
