import type { TreeAddress, TreeCells } from '#engine/model/dominator-rows.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { cellAddress, queryAt } from './cell-address.ts'
import { isInForest } from './tree-place.ts'

/** The keys of rows, for a cell: `x` selects only its objects, `+` adds them, `-` takes them away. */
export function changeByKey(
  key: string,
  address: TreeAddress,
  tree: TreeCells,
  cell: number,
  ofSelection: boolean,
): boolean {
  const place = cellAddress(address, tree, cell)
  const query = ofSelection && isInForest(place) ? '' : queryAt(place)
  if (query === '') return false
  if (key === 'x') selectOnly(query)
  else if (key === '+' || key === '-') changeSelection(key, query)
  else return false
  return true
}
