import type { TreeCell } from '../model/dominator-rows.ts'
import type { CellGrowth, Change, Growth } from '../model/growth.ts'

const NOTHING: Change = { growth: 0, added: 0 }

/**
 * What changed in a cell, but for its rest; no property where growth is not asked for. O(heads + nodes below).
 * @param heads the cell's topmost nodes
 * @param below all nodes right below the cell, those that retain nothing included
 */
export function cellGrowth(
  columns: Growth | null,
  heads: Iterable<number>,
  below: Iterable<number>,
): { readonly growth?: CellGrowth } {
  if (!columns) return {}
  const whole = sumOf(columns, heads)
  return { growth: { whole, own: less(whole, sumOf(columns, below)), rest: NOTHING } }
}

/**
 * The cells with what changed in the rest of each: in all that is below it and no cell of its own. Cells without growth
 * stay as they are. O(cells).
 */
export function withRestGrowth(cells: readonly TreeCell[]): readonly TreeCell[] {
  if (!cells[0]?.growth) return cells
  const rests = cells.map(({ growth }) => less(growth!.whole, growth!.own))
  for (const { parent, growth } of cells) {
    if (parent !== -1) rests[parent] = less(rests[parent]!, growth!.whole)
  }
  return cells.map((cell, at) => ({ ...cell, growth: { ...cell.growth!, rest: rests[at]! } }))
}

function sumOf({ growth, added }: Growth, nodes: Iterable<number>): Change {
  let grown = 0
  let came = 0
  for (const node of nodes) {
    grown += growth[node]!
    came += added[node]!
  }
  return { growth: grown, added: came }
}

function less(from: Change, what: Change): Change {
  return { growth: from.growth - what.growth, added: from.added - what.added }
}
