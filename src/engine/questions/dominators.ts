import { accumulationPoint } from '../analyses/accumulation-point.ts'
import { objectCells } from '../analyses/dominator-cells.ts'
import { groupCells } from '../analyses/group-cells.ts'
import { GROUP_TABLE } from '../analyses/group-fields.ts'
import { type GroupPlace, largestHead } from '../analyses/group-place.ts'
import { groupPage, groupsBelow } from '../analyses/list-groups.ts'
import { knowsModules } from '../analyses/tree-grouping.ts'
import { trimCells } from '../analyses/trim-cells.ts'
import { treeWay } from '../analyses/tree-way.ts'
import { HeapError } from '../base/error.ts'
import type {
  AccumulationPoint,
  CellLimits,
  GroupColumn,
  GroupRow,
  TreeAddress,
  TreeCells,
  TreePlace,
  TreeWay,
} from '../model/dominator-rows.ts'
import type { NearPage, NearRequest } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked, WholeHeap } from './asked.ts'

/** An answer holds a row for every cell, so there must be an end. */
const MOST_CELLS = 5000
/** All that the page and the command line ask for by themselves is within these. */
const WIDEST: CellLimits = { minSize: 1, minShare: 1e-5, maxCells: MOST_CELLS, maxDepth: 32 }

export const dominatorQuestions = {
  /**
   * The dominator tree below a place in cells, at most 5,000 of them.
   * @throws HeapError `not-found`
   */
  async treeCells(asked: Asked, address: TreeAddress, limits: CellLimits): Promise<TreeCells> {
    const { heap } = asked
    const place = placeAt(heap, address)
    const wanted = { ...limits, maxCells: Math.min(limits.maxCells, MOST_CELLS) }
    const key = (of: CellLimits): string => `cells ${JSON.stringify([place, of])}`
    if (!isGroupPlace(place)) {
      const top = place.node ?? heap.snapshot.root
      return asked.shared(key(wanted), (task) => objectCells(heap, top, wanted, task))
    }
    // To know the largest cells takes a look at all nodes, whatever the limits: one is enough for all drawings.
    if (wanted.minShare >= WIDEST.minShare && wanted.maxDepth <= WIDEST.maxDepth) {
      const widest = await asked.shared(key(WIDEST), (task) => groupCells(heap, place, WIDEST, task))
      if (!widest.full) return trimCells(widest, wanted)
    }
    return asked.shared(key(wanted), (task) => groupCells(heap, place, wanted, task))
  },

  /** The cells right below a place of a tree by class or module. @throws HeapError `not-found` */
  async treeGroups(
    asked: Asked,
    address: TreeAddress,
    request: NearRequest<GroupColumn>,
  ): Promise<NearPage<GroupRow>> {
    const place = placeAt(asked.heap, address)
    if (!isGroupPlace(place)) throw new HeapError('not-found', 'Objects are not listed in groups.')
    const key = `groups ${JSON.stringify(place)}`
    const rows = await asked.shared(key, (task) => groupsBelow(asked.heap, place, task))
    const passes = filterEntries(request.filter, { table: GROUP_TABLE, source: rows, now: asked.now })
    return groupPage(rows, request, passes, asked.orders, key)
  },

  /** What leads to a place. @throws HeapError `not-found` */
  treeWay(asked: Asked, address: TreeAddress): TreeWay {
    return treeWay(asked.heap, placeAt(asked.heap, address))
  },

  /**
   * Where the memory below a place gathers: below its object, or the one among its objects that retains most.
   * @throws HeapError `not-found`
   */
  async accumulationPoint(asked: Asked, address: TreeAddress): Promise<AccumulationPoint> {
    const { heap } = asked
    const place = placeAt(heap, address)
    const task = asked.task()
    const start = isGroupPlace(place)
      ? await largestHead(heap, place, task)
      : (place.node ?? heap.snapshot.root)
    return accumulationPoint(heap, start, task)
  },

  /** Whether the capture says which scripts its objects come from. */
  modulesKnown(asked: Asked): Promise<boolean> {
    return asked.shared('modules known', () => knowsModules(asked.heap))
  },
}

function placeAt({ snapshot }: WholeHeap, { by, id, path }: TreeAddress): TreePlace {
  if (id === null) return { by, node: null, path }
  const node = snapshot.nodeId.indexOf(id)
  if (node === -1) throw new HeapError('not-found', `There is no object @${id} in this heap.`)
  return { by, node: node === snapshot.root ? null : node, path }
}

function isGroupPlace(place: TreePlace): place is GroupPlace {
  return place.by !== 'object'
}
