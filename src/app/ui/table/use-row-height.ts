import { useSyncExternalStore } from 'react'

const query = window.matchMedia('(pointer: coarse)')

function subscribe(changed: () => void): () => void {
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** How high a row is, in pixels: higher where fingers have to hit it. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, () => (query.matches ? 36 : 25))
}
