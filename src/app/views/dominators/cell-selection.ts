import type { TreeAddress, TreeCells } from '#engine/model/dominator-rows.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { cellAddress, queryAt } from '#app/ui/cells/cell-address.ts'

/** The keys of rows, for a cell: `x` selects only its objects, `+` adds them, `-` takes them away. */
export function changeByKey(key: string, address: TreeAddress, tree: TreeCells, cell: number): boolean {
  const query = queryAt(cellAddress(address, tree, cell))
  if (query === '') return false
  if (key === 'x') selectOnly(query)
  else if (key === '+' || key === '-') changeSelection(key, query)
  else return false
  return true
}
