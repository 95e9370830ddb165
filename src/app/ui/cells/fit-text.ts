/** The width of a text in pixels. */
export type Measure = (text: string) => number

/** No text on a drawing needs more; longer ones are not even measured. */
const MOST = 200

/**
 * As much of a text as fits into a width, with an ellipsis where it is cut; empty where not even two characters fit.
 * O(log length) measurings.
 */
export function fitText(text: string, width: number, measure: Measure): string {
  if (width <= 0) return ''
  const characters = Array.from(text.slice(0, 2 * MOST))
  if (text.length <= 2 * MOST && measure(text) <= width) return text
  let low = 0
  let high = Math.min(characters.length, MOST)
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (measure(`${characters.slice(0, middle).join('')}…`) <= width) low = middle
    else high = middle - 1
  }
  return low < 2 ? '' : `${characters.slice(0, low).join('').trimEnd()}…`
}
