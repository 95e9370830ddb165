import type { RootColumn, RootGroupRow } from '#engine/model/root-rows.ts'
import type { EdgeColumn, EdgeRow, NodeColumn, NodeRow, Sort } from '#engine/model/rows.ts'
import { ask } from '#app/state/heap-store.ts'
import { queryOfObject } from '#app/state/selection.ts'
import type { Scope } from '#app/state/use-scope.ts'
import type { TreePage } from '#app/ui/lazy-tree.ts'

/** A line of the tree: a kind of roots on the first level, below it what is reached from there, reference by reference. */
export interface RootItem {
  readonly key: string
  /** Where the tree goes on: a node's index, or one of the places below 0. */
  readonly node: number
  readonly group: RootGroupRow | null
  readonly row: NodeRow | null
  readonly edge: EdgeRow | null
}

export type TreeColumn = 'name' | 'retainedSize' | 'shallowSize' | 'count'

/** Places of the tree that are no nodes. */
export const TOP = -1
const GLOBALS = -2
const SEVERAL = -3
const NONE = -4
/** From here down: a kind of roots of the machine, by its id, where kinds open to what is selected. */
const MACHINE = -5

const GROUP_COLUMN: Readonly<Record<TreeColumn, RootColumn>> = {
  name: 'name',
  retainedSize: 'keptSize',
  shallowSize: 'shallowSize',
  count: 'references',
}

/** The order of objects and of references alike. */
const NODE_COLUMN: Readonly<Record<TreeColumn, NodeColumn & EdgeColumn>> = {
  name: 'name',
  retainedSize: 'retainedSize',
  shallowSize: 'shallowSize',
  count: 'retainedSize',
}

const EDGE_COLUMN: Readonly<Record<TreeColumn, EdgeColumn>> = {
  ...NODE_COLUMN,
  name: 'edge',
}

/**
 * Asks for what stands below a place, in one order for kinds of roots and objects alike.
 * @param filter which kinds of roots stand at the top
 * @param scope the selection that kinds of roots open to, as far as they alone lead to it, instead of what they refer to
 */
export async function fetchBelow(
  node: number,
  start: number,
  end: number,
  { column, descending }: Sort<TreeColumn>,
  filter: string,
  scope: Scope,
): Promise<TreePage<RootItem>> {
  if (node === TOP) {
    const sort = { column: GROUP_COLUMN[column], descending }
    const page = await ask('rootGroups', { start, end, sort, filter }, scope)
    return { items: page.rows.map((group) => itemOfGroup(group, scope)), total: page.total }
  }
  const sort = { column: NODE_COLUMN[column], descending }
  if (node < TOP && scope) {
    const page = await ask('matching', { start, end, sort, filter: keptQuery(node) }, scope)
    return { items: page.rows.map(itemOfNode), total: page.total }
  }
  if (node === GLOBALS) {
    const page = await ask('rootGlobals', { start, end, sort })
    return { items: page.rows.map(itemOfNode), total: page.total }
  }
  if (node === SEVERAL || node === NONE) {
    const page = await ask('selected', [{ op: '+', query: keptQuery(node) }], { start, end, sort })
    return { items: page.rows.map(itemOfNode), total: page.total }
  }
  const edges = { column: EDGE_COLUMN[column], descending }
  const page = await ask('references', node, { start, end, sort: edges })
  return { items: page.rows.map(itemOfEdge), total: page.total }
}

/** The filter of what a kind of roots alone leads to. */
function keptQuery(place: number): string {
  if (place === GLOBALS) return 'root:=globals'
  if (place === SEVERAL) return 'root:=several'
  return place === NONE ? 'root:=none' : `root:=@${MACHINE - place}`
}

function itemOfGroup(group: RootGroupRow, scope: Scope): RootItem {
  const { kind, node } = group
  const places = { globals: GLOBALS, several: SEVERAL, none: NONE, machine: NONE } as const
  const place = node === null ? places[kind] : scope ? MACHINE - node.id : node.node
  return { key: `g${group.query}`, node: place, group, row: node, edge: null }
}

function itemOfNode(row: NodeRow): RootItem {
  return { key: `n${row.node}`, node: row.node, group: null, row, edge: null }
}

function itemOfEdge(edge: EdgeRow): RootItem {
  return { key: `e${edge.edge}`, node: edge.node.node, group: null, row: edge.node, edge }
}

export function mayOpen({ group, row }: RootItem): boolean {
  if (group && group.node === null) return group.keptCount > 0 || group.members > 0
  return (row?.references ?? 0) > 0
}

/** The filter that finds what a line stands for. */
export function queryOf({ group, row }: RootItem): string | null {
  if (group) return group.query
  return row && queryOfObject(row)
}
