import type { EdgeColumn, EdgeRow, NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import type { ObjectTab } from '#app/state/place.ts'
import type { TreePage } from '#app/ui/lazy-tree.ts'

/** A line of the trees: a node, and the reference that connects it with the node above where there is one. */
export interface ObjectItem {
  readonly key: string
  readonly node: number
  readonly row: NodeRow
  readonly edge: EdgeRow | null
}

/** What the trees can be sorted by; `edge` is the name of the reference, or of the object where there is none. */
export type TreeColumn = 'edge' | 'shallowSize' | 'retainedSize' | 'distance'

/** The order each tree begins with: what is biggest first, but for retainers the way that is nearest to the root. */
export const FIRST_SORT: Readonly<Record<ObjectTab, Sort<TreeColumn>>> = {
  references: { column: 'retainedSize', descending: true },
  retainers: { column: 'distance', descending: false },
  dominated: { column: 'retainedSize', descending: true },
}

/** Asks for the children `start` to `end` of `node` in one of the trees. */
export async function fetchChildren(
  tab: ObjectTab,
  node: number,
  start: number,
  end: number,
  { column, descending }: Sort<TreeColumn>,
): Promise<TreePage<ObjectItem>> {
  if (tab === 'dominated') {
    const sort: Sort<NodeColumn> = { column: column === 'edge' ? 'name' : column, descending }
    const page = await ask('dominated', node, { start, end, sort })
    return { items: page.rows.map(itemOfNode), total: page.total }
  }
  const sort: Sort<EdgeColumn> = { column, descending }
  const page = await ask(tab, node, { start, end, sort })
  return { items: page.rows.map(itemOfEdge), total: page.total }
}

function itemOfNode(row: NodeRow): ObjectItem {
  return { key: `n${row.node}`, node: row.node, row, edge: null }
}

function itemOfEdge(edge: EdgeRow): ObjectItem {
  return { key: `e${edge.edge}`, node: edge.node.node, row: edge.node, edge }
}

/** Whether a line may have others below it; what certainly has none gets no arrow. */
export function mayOpen(tab: ObjectTab, { row }: ObjectItem): boolean {
  if (tab === 'references') return row.references > 0
  if (tab === 'retainers') return row.kind !== 'root'
  return row.retainedSize === null || row.retainedSize > row.shallowSize
}
