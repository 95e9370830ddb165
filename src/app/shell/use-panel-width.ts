import { useState } from 'react'

const KEY = 'heapscope.panel-width'
export const NARROWEST = 300
export const WIDEST = 900
const USUAL = 400

/** The width of the object's column, as it was left on an earlier visit. */
export function usePanelWidth(): readonly [number, (width: number) => void] {
  const [width, setWidth] = useState(readWidth)
  return [
    width,
    (wanted) => {
      const next = Math.round(Math.min(WIDEST, Math.max(NARROWEST, wanted)))
      setWidth(next)
      try {
        localStorage.setItem(KEY, String(next))
      } catch {
        // Storage is refused: the width lasts as long as the page.
      }
    },
  ]
}

function readWidth(): number {
  try {
    const kept = Number(localStorage.getItem(KEY))
    return kept >= NARROWEST && kept <= WIDEST ? kept : USUAL
  } catch {
    return USUAL
  }
}
