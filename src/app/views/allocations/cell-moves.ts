import type { StackCell } from '#engine/model/allocation-rows.ts'

/** What a key does in an icicle: the number of the cell it leads to; null where it leads nowhere. */
export function cellAfter(cells: readonly StackCell[], at: number, key: string): number | null {
  const cell = cells[at]
  if (!cell) return null
  const middle = (cell.from + cell.to) / 2
  const best = (passes: (one: StackCell) => boolean, rank: (one: StackCell) => number): number | null => {
    let found: number | null = null
    cells.forEach((one, i) => {
      if (passes(one) && (found === null || rank(one) < rank(cells[found]!))) found = i
    })
    return found
  }
  switch (key) {
    case 'ArrowRight':
      return best(
        (one) => one.depth === cell.depth && one.from > cell.from,
        (one) => one.from,
      )
    case 'ArrowLeft':
      return best(
        (one) => one.depth === cell.depth && one.from < cell.from,
        (one) => -one.from,
      )
    case 'ArrowDown':
      return best(
        (one) => one.depth === cell.depth + 1 && one.from >= cell.from && one.from < cell.to,
        (one) => one.from,
      )
    case 'ArrowUp':
      return best(
        (one) => one.depth === cell.depth - 1 && one.from <= middle && one.to > middle,
        () => 0,
      )
    default:
      return null
  }
}
