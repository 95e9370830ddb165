import type { EdgeRow, Folded, NearPage, NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import type { Term } from '#engine/model/selection-rows.ts'
import { ask } from '#app/state/heap-store.ts'
import type { ObjectTab } from '#app/state/place.ts'
import type { TreePage } from '../lazy-tree.ts'

/** A line of the trees: a node, and the reference that connects it with the node above where there is one. */
export interface NodeItem {
  readonly kind: 'node'
  readonly key: string
  readonly node: number
  readonly row: NodeRow
  readonly edge: EdgeRow | null
}

/** The engine's internals of one level, which open below the last row. */
export interface FoldItem {
  readonly kind: 'fold'
  readonly key: string
  /** The place of these lines: of node n it is -1 - n. */
  readonly node: number
  readonly folded: Folded
}

export type ObjectItem = NodeItem | FoldItem

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

/**
 * Asks for the children `start` to `end` of `place` in one of the trees, of those that pass the filter: of a node what is
 * not the engine's, of a fold what is.
 */
export async function fetchChildren(
  tab: ObjectTab,
  place: number,
  start: number,
  end: number,
  order: Sort<TreeColumn> | null,
  filter: string,
): Promise<TreePage<ObjectItem>> {
  const node = nodeAt(place)
  const range = { start, end, filter, internals: place < 0 ? 'only' : 'apart' } as const
  if (tab === 'dominated') {
    const page = await ask('dominated', node, { ...range, ...sortNodes(order) })
    return { items: page.rows.map(itemOfNode), ...around(page, node) }
  }
  const page = await ask(tab, node, { ...range, ...(order && { sort: order }) })
  return { items: page.rows.map(itemOfEdge), ...around(page, node) }
}

/** The node whose lines stand at a place. */
export function nodeAt(place: number): number {
  return place < 0 ? -1 - place : place
}

function around({ total, all, folded }: NearPage<unknown>, node: number) {
  const last: FoldItem | null =
    folded.count === 0 ? null : { kind: 'fold', key: 'internals', node: -1 - node, folded }
  return { total, all, last }
}

/** Stands for the place above the tops of a selection: no node has so large a number. */
export const TOPS = 2 ** 40

/** Asks for the tops `start` to `end` of a selection. */
export async function fetchTops(
  terms: readonly Term[],
  start: number,
  end: number,
  order: Sort<TreeColumn> | null,
  filter: string,
): Promise<TreePage<ObjectItem>> {
  const page = await ask('selectionTops', terms, { start, end, filter, ...sortNodes(order) })
  return { items: page.rows.map(itemOfNode), total: page.total, all: page.all }
}

function sortNodes(order: Sort<TreeColumn> | null): { sort?: Sort<NodeColumn> } {
  return order ? { sort: { ...order, column: order.column === 'edge' ? 'name' : order.column } } : {}
}

function itemOfNode(row: NodeRow): ObjectItem {
  return { kind: 'node', key: `n${row.node}`, node: row.node, row, edge: null }
}

function itemOfEdge(edge: EdgeRow): ObjectItem {
  return { kind: 'node', key: `e${edge.edge}`, node: edge.node.node, row: edge.node, edge }
}

/** Whether a line may have others below it; what certainly has none gets no arrow. */
export function mayOpen(tab: ObjectTab, item: ObjectItem): boolean {
  if (item.kind === 'fold') return true
  const { row } = item
  if (tab === 'references') return row.references > 0
  if (tab === 'retainers') return row.kind !== 'root'
  return row.retainedSize === null || row.retainedSize > row.shallowSize
}
