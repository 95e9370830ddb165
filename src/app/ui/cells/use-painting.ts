import { useLayoutEffect, useReducer } from 'react'
import type { RefObject } from 'react'
import { useTheme } from '#app/state/theme.ts'
import { useEffect } from 'react'
import { resolveColors } from './cell-colors.ts'
import type { Drawn } from './cell-words.ts'
import { paintCells } from './paint-cells.ts'

/** Keeps a canvas painted with these boxes, in the colours of the theme and as sharp as the screen. */
export function usePainting(
  canvas: RefObject<HTMLCanvasElement | null>,
  drawn: Drawn,
  width: number,
  height: number,
): void {
  const theme = useTheme()
  const scheme = useMediaChange('(prefers-color-scheme: dark)')
  const scale = globalThis.devicePixelRatio || 1
  useLayoutEffect(() => {
    void [theme, scheme]
    const target = canvas.current
    const context = target?.getContext('2d')
    if (!target || !context || !target.parentElement) return
    target.width = Math.round(width * scale)
    target.height = Math.round(height * scale)
    context.setTransform(scale, 0, 0, scale, 0, 0)
    paintCells(context, drawn, resolveColors(target.parentElement))
  }, [canvas, drawn, width, height, scale, theme, scheme])
}

/** Changes whenever what the query asks for does. */
function useMediaChange(query: string): number {
  const [changes, changed] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    const list = matchMedia(query)
    list.addEventListener('change', changed)
    return () => list.removeEventListener('change', changed)
  }, [query])
  return changes
}
