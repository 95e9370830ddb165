import { useSyncExternalStore } from 'react'

const COARSE = '(pointer: coarse)'

function subscribe(changed: () => void): () => void {
  const query = window.matchMedia(COARSE)
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** How high a row is, in pixels: higher where fingers have to hit it. */
export function useRowHeight(): number {
  return useSyncExternalStore(subscribe, () => (window.matchMedia(COARSE).matches ? 36 : 25))
}
