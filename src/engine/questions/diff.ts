import { digestClasses } from '../analyses/digest.ts'
import { isEngineClass } from '../analyses/engine-internals.ts'
import { HeapError } from '../base/error.ts'
import { classChanges } from '../diff/class-changes.ts'
import { growthBeneath } from '../diff/growth.ts'
import { findOwners } from '../diff/owners.ts'
import type { ClassChangePage, ClassChangeRequest, OwnerColumn, OwnerPage } from '../model/diff-rows.ts'
import type { CellLimits, TreeAddress, TreeCells } from '../model/dominator-rows.ts'
import type { Growth } from '../model/growth.ts'
import type { Comparison } from '../model/digest.ts'
import type { ListRequest } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'
import { CLASS_CHANGE_TABLE, classChangePage, type ComparedClasses } from './class-change-list.ts'
import { passingEntries } from './filtered.ts'
import { cellsAt, placeAt } from './tree-cells.ts'
import { type OwnedHeap, OWNER_TABLE, ownerEntries, ownerPage } from './owner-list.ts'

/** Questions about what changed since another heap. They are asked of the target, once it stands beside its base. */
export const diffQuestions = {
  /** The classes of both heaps with what came, went and grew. @throws HeapError `bad-filter`, `not-ready` */
  async classChanges(asked: Asked, request: ClassChangeRequest): Promise<ClassChangePage> {
    const classes = await comparedClasses(asked)
    const source = { table: CLASS_CHANGE_TABLE, source: classes, now: asked.now }
    return classChangePage(classes, request, filterEntries(request.filter, source))
  },

  /**
   * Who is responsible: the objects that are in both heaps, by what came and went beneath them.
   * @throws HeapError `bad-filter`, `not-ready`
   */
  async growthOwners(asked: Asked, request: ListRequest<OwnerColumn>): Promise<OwnerPage> {
    const owned = await owners(asked)
    const filtering = { table: OWNER_TABLE, source: owned, now: asked.now, task: asked.task() }
    const entries = await passingEntries(ownerEntries(owned), request.filter, filtering)
    return ownerPage(owned, entries, request, asked.orders, `owners ${request.filter ?? ''}`)
  },

  /**
   * As `treeCells` of the whole heap, and of each cell what changed in it since the base.
   * @throws HeapError `not-found`, `not-ready`
   */
  async growthCells(asked: Asked, address: TreeAddress, limits: CellLimits): Promise<TreeCells> {
    const growth = await growthOf(asked)
    return cellsAt(asked, await placeAt(asked, address, null), address, limits, growth)
  },
}

/** @throws HeapError `not-ready` where no base stands beside this heap */
export function comparisonOf({ heap }: Asked): Comparison {
  if (heap.comparison?.role === 'target') return heap.comparison
  throw new HeapError(
    'not-ready',
    'This is asked of a capture that is compared with an earlier one: add a second capture.',
  )
}

function comparedClasses(asked: Asked): Promise<ComparedClasses> {
  const comparison = comparisonOf(asked)
  return asked.shared('class changes', async (task) => {
    const { table, shallowSize } = asked.heap
    const changes = await classChanges({ classOf: table.classOf, shallowSize }, comparison, task)
    return { base: comparison.other.classes, target: digestClasses(asked.heap), changes }
  })
}

function owners(asked: Asked): Promise<OwnedHeap> {
  const comparison = comparisonOf(asked)
  return asked.shared('owners', async (task) => {
    const { heap } = asked
    const { table, shallowSize, ready } = heap
    const { dominator, retainedSize } = ready.graph
    const isEngines = table.classes.map(({ kind, name }) => kind === 'array' || isEngineClass(kind, name))
    const columns = { dominator, shallowSize, retainedSize, classOf: table.classOf, isEngines }
    return { heap, comparison, owners: await findOwners(columns, comparison, task) }
  })
}

function growthOf(asked: Asked): Promise<Growth> {
  const comparison = comparisonOf(asked)
  return asked.shared('growth', (task) => {
    const { snapshot, shallowSize, ready } = asked.heap
    const { dominator, dominated } = ready.graph
    return growthBeneath({ dominator, dominated, shallowSize, root: snapshot.root }, comparison, task)
  })
}
