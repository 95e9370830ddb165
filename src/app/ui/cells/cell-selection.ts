import { idText } from '#engine/base/id-text.ts'
import type { TreeAddress, TreeCells } from '#engine/model/dominator-rows.ts'
import { go } from '#app/state/place-store.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { copyText } from '../copy-text.ts'
import { formatExactBytes } from '../format.ts'
import type { RowAction } from '../table/actions.ts'
import { cellAddress, queryAt } from './cell-address.ts'
import { cellTitle } from './cell-words.ts'
import { isInForest, zoomTo } from './tree-place.ts'

/** The actions of rows, for the cells of a drawing whose top is at `address`, and where a cell leads to. */
export function cellActions(
  address: TreeAddress,
  tree: TreeCells,
  ofSelection: boolean,
): readonly RowAction<number>[] {
  const on = (what: (query: string) => void) => (cell: number) => {
    const place = cellAddress(address, tree, cell)
    const query = ofSelection && isInForest(place) ? '' : queryAt(place)
    if (query !== '') what(query)
  }
  const opening: RowAction<number> = {
    id: 'open',
    title: 'Open the object',
    run: (cell) => {
      const { subject } = tree.cells[cell]!
      if (subject.what === 'object' && subject.node.type !== 'synthetic') go({ selected: subject.node.id })
    },
  }
  return [
    { id: 'zoom', title: 'Zoom to it', run: (cell) => zoomTo(cellAddress(address, tree, cell)) },
    ...(tree.cells[0]?.subject.what === 'object' ? [opening] : []),
    { id: 'only', title: 'Select only this', key: 'x', run: on(selectOnly) },
    { id: 'add', title: 'Add to the selection', key: '+', run: on((query) => changeSelection('+', query)) },
    {
      id: 'remove',
      title: 'Take from the selection',
      key: '-',
      run: on((query) => changeSelection('-', query)),
    },
    { id: 'copy', title: 'Copy the cell', run: (cell) => copyText(cellText(tree, cell), 'the cell') },
  ]
}

/** What a cell is called, with the id of its object, and what it retains. */
function cellText({ cells }: TreeCells, at: number): string {
  const cell = cells[at]!
  const { subject, size } = cell
  const id = subject.what === 'object' ? ` ${idText(subject.node.id)}` : ''
  return `${cellTitle(cell)}${id}\t${formatExactBytes(size)}`
}

/** Does what a key means on a cell, and says whether it means something. */
export function actByKey(actions: readonly RowAction<number>[], key: string, cell: number): boolean {
  const action = actions.find((one) => one.key === key)
  action?.run(cell)
  return action !== undefined
}
