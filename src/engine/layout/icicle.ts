import type { TreeCell } from '../model/dominator-rows.ts'
import { BoxCollector, type Boxes, Part } from './boxes.ts'

/**
 * An icicle: each cell as wide as its part of the top, below the cell above it; from left to right the cells in their
 * order, what is gathered, and the own bytes. Own bytes get a box only where something else stands beside them.
 *
 * `d3-hierarchy`'s partition would make an object for each cell and know nothing of own bytes and gathered cells; this is
 * one pass over columns that a test can check. O(cells).
 * @param cells each after the one above it, as `TreeCells` has them
 */
export function layIcicle(
  cells: readonly TreeCell[],
  { width, rowHeight }: { readonly width: number; readonly rowHeight: number },
): Boxes {
  const boxes = new BoxCollector()
  const left = new Float64Array(cells.length)
  const wide = new Float64Array(cells.length)
  /** Bytes below each cell that have their place already. */
  const placed = new Float64Array(cells.length)
  const add = (parent: number, size: number, cell: number, part: number, depth: number): void => {
    const total = cells[parent]!.size
    // Both ends from the same sums, so that neighbours meet.
    const from = left[parent]! + share(placed[parent]!, total) * wide[parent]!
    placed[parent]! += size
    const to = left[parent]! + share(placed[parent]!, total) * wide[parent]!
    if (part === Part.cell) {
      left[cell] = from
      wide[cell] = to - from
    }
    boxes.add({ x: from, y: depth * rowHeight, width: to - from, height: rowHeight }, cell, part, size)
  }
  for (const [i, { parent, size, depth }] of cells.entries()) {
    if (parent !== -1) {
      add(parent, size, i, Part.cell, depth)
      continue
    }
    wide[i] = width
    boxes.add({ x: 0, y: 0, width, height: rowHeight }, i, Part.cell, size)
  }
  for (const [i, { rest, own, depth }] of cells.entries()) {
    const isDivided = placed[i]! > 0 || rest.size > 0
    if (rest.size > 0) add(i, rest.size, i, Part.rest, depth + 1)
    if (own > 0 && isDivided) add(i, own, i, Part.own, depth + 1)
  }
  return boxes.boxes(cells.map(({ rest }) => rest))
}

function share(size: number, total: number): number {
  return total === 0 ? 0 : size / total
}
