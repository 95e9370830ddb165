import type { EdgeRow, NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import type { ObjectTab } from '#app/state/place.ts'
import type { TreePage } from '../lazy-tree.ts'

/** A line of the trees: a node, and the reference that connects it with the node above where there is one. */
export interface ObjectItem {
  readonly key: string
  readonly node: number
  readonly row: NodeRow
  readonly edge: EdgeRow | null
}

/** What the trees can be sorted by; `edge` is the name of the reference, or of the object where there is none. */
export type TreeColumn = 'edge' | 'shallowSize' | 'retainedSize' | 'distance'

/**
 * The order each tree begins with: what is biggest first. Retainers have an order of the engine's own: those that keep
 * the object alive first, nearest to the root first.
 */
export const FIRST_SORT: Readonly<Record<ObjectTab, Sort<TreeColumn> | null>> = {
  references: { column: 'retainedSize', descending: true },
  retainers: null,
  dominated: { column: 'retainedSize', descending: true },
}

/** Asks for the children `start` to `end` of `node` in one of the trees, of those that pass the filter. */
export async function fetchChildren(
  tab: ObjectTab,
  node: number,
  start: number,
  end: number,
  order: Sort<TreeColumn> | null,
  filter: string,
): Promise<TreePage<ObjectItem>> {
  if (tab === 'dominated') {
    const page = await ask('dominated', node, { start, end, filter, ...sortNodes(order) })
    return { items: page.rows.map(itemOfNode), total: page.total }
  }
  const page = await ask(tab, node, { start, end, filter, ...(order && { sort: order }) })
  return { items: page.rows.map(itemOfEdge), total: page.total }
}

/** Stands for the place above the tops of a selection. */
export const TOPS = -1

/** Asks for the tops `start` to `end` of a selection. */
export async function fetchTops(
  terms: readonly Term[],
  start: number,
  end: number,
  order: Sort<TreeColumn> | null,
): Promise<TreePage<ObjectItem>> {
  const page = await ask('selectionTops', terms, { start, end, ...sortNodes(order) })
  return { items: page.rows.map(itemOfNode), total: page.total }
}

function sortNodes(order: Sort<TreeColumn> | null): { sort?: Sort<NodeColumn> } {
  return order ? { sort: { ...order, column: order.column === 'edge' ? 'name' : order.column } } : {}
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
