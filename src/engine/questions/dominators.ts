import { accumulationPoint } from '../analyses/accumulation-point.ts'
import { GROUP_TABLE } from '../analyses/group-fields.ts'
import { largestHead, largestOf } from '../analyses/group-place.ts'
import { nodePage } from '../analyses/list-nodes.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { groupPage, groupsBelow } from '../analyses/list-groups.ts'
import { knowsModules } from '../analyses/tree-grouping.ts'
import { treeWay } from '../analyses/tree-way.ts'
import { HeapError } from '../base/error.ts'
import type {
  AccumulationPoint,
  CellLimits,
  GroupColumn,
  GroupRow,
  TreeAddress,
  TreeCells,
  TreeWay,
} from '../model/dominator-rows.ts'
import type { ListRequest, NearPage, NearRequest, NodeColumn, NodeRow, Page } from '../model/rows.ts'
import type { Term } from '../model/selection-rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'
import { cellsAt, isGroupPlace, placeAt, topsOfSelection } from './tree-cells.ts'

type Terms = readonly Term[] | null

/**
 * Questions about the dominator tree. Of a selection, the tree from the root is replaced by those of the selected objects that
 * no other selected one dominates, side by side; below an object, the tree is the same.
 */
export const dominatorQuestions = {
  /**
   * The dominator tree below a place in cells, at most 5,000 of them.
   * @throws HeapError `not-found`
   */
  async treeCells(
    whole: Asked,
    address: TreeAddress,
    limits: CellLimits,
    among: Terms = null,
  ): Promise<TreeCells> {
    const asked = await whole.about(among)
    return cellsAt(asked, await placeAt(whole, address, among), address, limits)
  },

  /** The cells right below a place of a tree by class or module. @throws HeapError `not-found` */
  async treeGroups(
    whole: Asked,
    address: TreeAddress,
    request: NearRequest<GroupColumn>,
    among: Terms = null,
  ): Promise<NearPage<GroupRow>> {
    const asked = await whole.about(among)
    const place = await placeAt(whole, address, among)
    if (!isGroupPlace(place)) throw new HeapError('not-found', 'Objects are not listed in groups.')
    const key = `groups ${JSON.stringify(address)}`
    const rows = await asked.shared(key, (task) => groupsBelow(asked.heap, place, task))
    const passes = filterEntries(request.filter, { table: GROUP_TABLE, source: rows, now: asked.now })
    return groupPage(rows, request, passes, asked.orders, key)
  },

  /** What leads to a place. @throws HeapError `not-found` */
  async treeWay(whole: Asked, address: TreeAddress, among: Terms = null): Promise<TreeWay> {
    const place = await placeAt(whole, address, among)
    return treeWay(whole.heap, place, among && (await topsOfSelection(whole, among)))
  },

  /** The selected objects that no other selected one dominates: the tops of its tree. @throws HeapError `bad-filter` */
  async selectionTops(
    asked: Asked,
    terms: readonly Term[],
    request: ListRequest<NodeColumn>,
  ): Promise<Page<NodeRow>> {
    const { heap } = asked
    const tops = await topsOfSelection(asked, terms)
    const filtering = { table: NODE_TABLE, source: heap, now: asked.now, task: asked.task() }
    const passing = await passingEntries(tops, request.filter, filtering)
    const key = `tops ${JSON.stringify(terms)} ${request.filter ?? ''}`
    return nodePage(heap, passing, tops.length, request, asked.orders, key)
  },

  /**
   * Where the memory below a place gathers: below its object, or the one among its objects that retains most.
   * @throws HeapError `not-found`
   */
  async accumulationPoint(
    asked: Asked,
    address: TreeAddress,
    among: Terms = null,
  ): Promise<AccumulationPoint> {
    const { heap } = asked
    const place = await placeAt(asked, address, among)
    const task = asked.task()
    const start = isGroupPlace(place)
      ? await largestHead(heap, place, task)
      : place.tops
        ? largestOf(heap, place.tops)
        : (place.node ?? heap.snapshot.root)
    return accumulationPoint(heap, start, task)
  },

  /** Whether the capture says which scripts its objects come from. */
  modulesKnown(asked: Asked): Promise<boolean> {
    return asked.shared('modules known', () => knowsModules(asked.heap))
  },
}
