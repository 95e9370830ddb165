import { idText } from '#engine/base/id-text.ts'
import type { PathBox } from '#engine/model/retainer-rows.ts'
import { go } from '#app/state/place-store.ts'
import { changeSelection, selectOnly } from '#app/state/selection.ts'
import { takeOut } from '#app/state/without.ts'
import { formatCountOf } from '#app/ui/format.ts'
import { boxEdgeText, isFold, type Way } from './box-words.ts'

/** Something to do with a box, from its menu. */
export interface BoxAction {
  readonly id: string
  readonly title: string
  readonly run: () => void
}

/** What can be done with a box. @param open opens a fold */
export function boxActions(box: PathBox, way: Way, open: (id: string) => void): readonly BoxAction[] {
  if (isFold(box)) return [{ id: 'open', title: 'Open', run: () => open(box.id) }]
  const { node, edge, classRow, query, objects } = box
  const actions: BoxAction[] = []
  if (node)
    actions.push({ id: 'show', title: `Show ${idText(node.id)}`, run: () => go({ selected: node.id }) })
  if (query !== null) {
    const what = node ? idText(node.id) : `these ${formatCountOf(objects, 'object')}`
    actions.push(
      { id: 'only', title: `Select only ${what}`, run: () => selectOnly(query) },
      { id: 'add', title: `Add ${what} to the selection`, run: () => changeSelection('+', query) },
    )
  }
  if (way === 'refers' || !edge || !classRow) return actions
  const { cut } = edge
  actions.push({ id: 'cut', title: `Cut ${boxEdgeText(edge)} ${endsText(cut)}`, run: () => takeOut(cut) })
  const retainer = node ? idText(node.id) : `all objects of class ${classRow.name}`
  actions.push({
    id: 'ignore',
    title: `Ignore ${retainer}`,
    run: () => takeOut(node ? `@${node.id}` : classRow.key),
  })
  return actions
}

/** Between which objects references are cut. */
export function endsText({ from, to }: { readonly from: string; readonly to: string }): string {
  return `from ${from} to ${to}`
}
