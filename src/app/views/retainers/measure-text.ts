import type { Measure, TextSize } from './graph-layout.ts'

/** As the style sheet of the drawing has them. */
const FONTS: Readonly<Record<TextSize, readonly [style: string, family: string]>> = {
  name: ['600 12px', '--font-sans'],
  small: ['11px', '--font-sans'],
  code: ['11px', '--font-mono'],
}

let context: CanvasRenderingContext2D | null | undefined

/** Measures texts in the fonts of the page. Without a canvas to measure on, widths are estimates that are never too low. */
export const measureText: Measure = (text, size) => {
  if (context === undefined) context = document.createElement('canvas').getContext('2d')
  if (!context) return text.length * 9
  const [style, family] = FONTS[size]
  context.font = `${style} ${token(family)}`
  return context.measureText(text).width
}

/** The value of a token in the page's style sheet. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
