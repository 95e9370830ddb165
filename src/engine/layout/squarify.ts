import type { Box } from './boxes.ts'

/**
 * Divides a rectangle among items by their sizes, so that the parts are as square as they get: rows along the shorter
 * side, each filled as long as its worst proportion gets better. Of Bruls, Huizing and van Wijk, Squarified Treemaps, 2000.
 * O(items).
 * @param sizes above 0; best from the largest down
 */
export function squarify(sizes: readonly number[], box: Box): Box[] {
  const boxes: Box[] = []
  let left = sizes.reduce((sum, size) => sum + size, 0)
  let free = box
  for (let start = 0; start < sizes.length;) {
    const isTall = free.height > free.width
    const side = isTall ? free.width : free.height
    const scale = (free.width * free.height) / left
    const { end, sum } = fillRow(sizes, start, side, scale)
    const isLast = end === sizes.length
    // The last row takes all that is left, whatever rounding made of it.
    const thickness = isLast ? (isTall ? free.height : free.width) : (sum * scale) / side
    let before = 0
    for (let i = start; i < end; i++) {
      const from = (before / sum) * side
      before += sizes[i]!
      const length = (before / sum) * side - from
      boxes.push(
        isTall
          ? { x: free.x + from, y: free.y, width: length, height: thickness }
          : { x: free.x, y: free.y + from, width: thickness, height: length },
      )
    }
    free = isTall
      ? { ...free, y: free.y + thickness, height: Math.max(0, free.height - thickness) }
      : { ...free, x: free.x + thickness, width: Math.max(0, free.width - thickness) }
    left -= sum
    start = end
  }
  return boxes
}

/** How many items from `start` on make the squarest row. */
function fillRow(
  sizes: readonly number[],
  start: number,
  side: number,
  scale: number,
): { readonly end: number; readonly sum: number } {
  let sum = sizes[start]!
  let least = sum
  let most = sum
  let worst = worstProportion(least, most, sum, side, scale)
  let end = start + 1
  for (; end < sizes.length; end++) {
    const size = sizes[end]!
    const next = worstProportion(Math.min(least, size), Math.max(most, size), sum + size, side, scale)
    if (!(next <= worst)) break
    worst = next
    sum += size
    least = Math.min(least, size)
    most = Math.max(most, size)
  }
  return { end, sum }
}

/** The longer side by the shorter of a row's worst part. */
function worstProportion(least: number, most: number, sum: number, side: number, scale: number): number {
  const across = (side * side) / (sum * sum * scale)
  return Math.max(most * across, 1 / (least * across))
}
