import type { CellLimits, TreeCell, TreeCells } from '../model/dominator-rows.ts'
import { withRestGrowth } from './cell-growth.ts'

/**
 * What would have come of stricter limits: the cells that pass them, with the others gathered where they hang. Wants cells
 * of which none was left out for want of room. O(cells).
 */
export function trimCells({ cells }: TreeCells, limits: CellLimits): TreeCells {
  const least = Math.max(1, limits.minSize, limits.minShare * (cells[0]?.size ?? 0))
  const most = Math.max(1, limits.maxCells)
  /** By cell: its place among those kept, or -1. */
  const place = new Int32Array(cells.length).fill(-1)
  const kept: TreeCell[] = []
  let full = false
  for (const [i, cell] of cells.entries()) {
    const isSmall = i > 0 && (cell.size < least || cell.depth > limits.maxDepth)
    const above = place[cell.parent] ?? -1
    if (!isSmall && kept.length < most) {
      place[i] = kept.push({ ...cell, parent: above }) - 1
      continue
    }
    full ||= !isSmall
    // What is below a cell that is gathered itself counts with that.
    if (above !== -1) kept[above] = withGathered(kept[above]!, cell)
  }
  return { cells: withRestGrowth(kept), full, maxDepth: limits.maxDepth }
}

function withGathered(above: TreeCell, { heads, size }: TreeCell): TreeCell {
  const { rest } = above
  return {
    ...above,
    rest: { cells: rest.cells + 1, objects: rest.objects + heads, size: rest.size + size },
  }
}
