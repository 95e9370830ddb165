import type { TreeCell, TreeCells } from '#engine/model/dominator-rows.ts'
import type { Sort } from '#engine/model/rows.ts'
import { type BoxGrowth, grown } from '#app/ui/cells/growth-look.ts'
import { cellTitle } from '#app/ui/cells/cell-words.ts'

/** What the table of cells can be sorted by. */
export type GrowthColumn = 'name' | 'base' | 'size' | 'growth' | 'added'

/** A line of the table: a cell, its own bytes, or what of it is no cell. */
export interface GrowthLine {
  readonly part: 'cell' | 'own' | 'rest'
  /** The cell's place in the list of cells. */
  readonly cell: number
  readonly level: number
  readonly change: BoxGrowth
  /** The place of the line above it in the tree; null for the first. */
  readonly above: number | null
  /** Whether it is open; null where nothing is below. */
  readonly open: boolean | null
}

/**
 * The cells as the lines of a tree, of which those in `open` show what is below them: cells in order, then the rest, then
 * their own bytes. Each line's change is the sum of those right below. No deeper than the cells, which have at most 32 levels. O(cells log cells).
 */
export function growthLines(
  { cells }: TreeCells,
  open: ReadonlySet<number>,
  sort: Sort<GrowthColumn>,
): readonly GrowthLine[] {
  const below = cells.map((): number[] => [])
  for (const [at, { parent }] of cells.entries()) if (parent !== -1) below[parent]!.push(at)
  const compare = orderOf(cells, sort)
  const lines: GrowthLine[] = []
  const lay = (cell: number, above: number | null): void => {
    const { growth, size, own, rest, depth } = cells[cell]!
    const children = below[cell]!
    const hasRest = rest.size > 0 || growth!.rest.growth !== 0
    const isOpen = open.has(cell)
    const at = lines.length
    const line = { cell, level: depth + 1, above }
    const mayOpen = children.length > 0 || hasRest
    lines.push({ ...line, part: 'cell', change: grown(growth!.whole, size), open: mayOpen ? isOpen : null })
    if (!mayOpen || !isOpen) return
    for (const child of children.toSorted(compare)) lay(child, at)
    const under = { cell, level: depth + 2, above: at, open: null }
    if (hasRest) lines.push({ ...under, part: 'rest', change: grown(growth!.rest, rest.size) })
    if (own > 0 || growth!.own.growth !== 0) {
      lines.push({ ...under, part: 'own', change: grown(growth!.own, own) })
    }
  }
  if (cells.length > 0) lay(0, null)
  return lines
}

function orderOf(cells: readonly TreeCell[], { column, descending }: Sort<GrowthColumn>) {
  const sign = descending ? -1 : 1
  if (column === 'name') {
    return (a: number, b: number) => sign * cellTitle(cells[a]!).localeCompare(cellTitle(cells[b]!), 'en')
  }
  const valueOf = (at: number) => grown(cells[at]!.growth!.whole, cells[at]!.size)[column]
  return (a: number, b: number) => sign * (valueOf(a) - valueOf(b)) || a - b
}
