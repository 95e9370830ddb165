import { create } from 'zustand'

/** What lies over the page: the palette, the list of keyboard shortcuts, that of source maps, sharing, or the shares made. */
export type Overlay = 'palette' | 'keys' | 'maps' | 'share' | 'shares'

export const overlayStore = create<{ readonly overlay: Overlay | null }>(() => ({ overlay: null }))

export function useOverlay(): Overlay | null {
  return overlayStore((state) => state.overlay)
}

export function showOverlay(overlay: Overlay | null): void {
  overlayStore.setState({ overlay })
}
