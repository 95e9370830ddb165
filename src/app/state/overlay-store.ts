import { create } from 'zustand'

/** What lies over the page: the palette, the list of keyboard shortcuts, that of source maps, sharing, or the shares made. */
export type Overlay = 'palette' | 'keys' | 'maps' | 'share' | 'shares'

interface OverlayState {
  readonly overlay: Overlay | null
  /** How many were opened so far. */
  readonly opened: number
}

export const overlayStore = create<OverlayState>(() => ({ overlay: null, opened: 0 }))

export function useOverlay(): Overlay | null {
  return overlayStore((state) => state.overlay)
}

/** A key for what an overlay remembers: one that is opened again before it has faded away would go on with it. */
export function useOpening(): number {
  return overlayStore((state) => state.opened)
}

export function showOverlay(overlay: Overlay | null): void {
  overlayStore.setState(({ opened }) => ({ overlay, opened: overlay ? opened + 1 : opened }))
}
