import { isEngineClass } from '../analyses/engine-internals.ts'
import { digestClasses } from '../analyses/digest.ts'
import { GenericSteps } from '../analyses/generic-steps.ts'
import { orderedPage } from '../analyses/ordered-page.ts'
import { HeapError } from '../base/error.ts'
import { classSeries } from '../diff/trend.ts'
import { trendOwners } from '../diff/trend-owners.ts'
import { NodeType } from '../model/kinds.ts'
import type { Comparison } from '../model/digest.ts'
import type { ListRequest } from '../model/rows.ts'
import type {
  ClassTrendRequest,
  ClassTrendPage,
  OwnerTrendColumn,
  OwnerTrendPage,
} from '../model/trend-rows.ts'
import type { Asked } from './asked.ts'
import {
  CLASS_TREND_TABLE,
  classTrend,
  type ClassTrend,
  classTrendKey,
  usualClassOrder,
} from './class-trend-list.ts'
import { passingEntries } from './filtered.ts'
import {
  OWNER_TREND_TABLE,
  type OwnerTrends,
  ownerTrendKey,
  ownerTrendRow,
  ownerTrendsOf,
} from './owner-trend-list.ts'

/** Questions about how things grew over several captures. They are asked of the last. */
export const trendQuestions = {
  /**
   * The classes over all captures. Without a sort, those that retained more in every step first, by how much.
   * @param keys of the earlier captures, in their order
   * @throws HeapError `bad-filter`, `not-ready`
   */
  async trendClasses(
    asked: Asked,
    keys: readonly string[],
    { folded = false, ...request }: ClassTrendRequest,
  ): Promise<ClassTrendPage> {
    const trends = await classTrends(asked, keys)
    const every = Uint32Array.from(trends, (_, entry) => entry)
    const isShown = (entry: number): boolean =>
      !(folded && isEngineClass(trends[entry]!.kind, trends[entry]!.name))
    const filtering = { table: CLASS_TREND_TABLE, source: trends, now: asked.now, task: asked.task() }
    const passing = await passingEntries(every, request.filter, filtering)
    const entries = passing.filter(isShown)
    const listing = {
      entries,
      all: every.filter(isShown).length,
      key: `class trends ${JSON.stringify(keys)} ${folded} ${request.filter ?? ''}`,
      keyOf: classTrendKey(trends),
      rowOf: (entry: number) => ({ entry, ...trends[entry]! }),
    }
    return { ...orderedPage(listing, request, asked.orders), folded: passing.length - entries.length }
  },

  /**
   * The objects that are in all captures and where what they retain gathers, see `trendOwners`. Without a sort, those that
   * grew in every step first, by how much of it gathers right there.
   * @throws HeapError `bad-filter`, `not-ready`
   */
  async trendOwners(
    asked: Asked,
    keys: readonly string[],
    request: ListRequest<OwnerTrendColumn>,
  ): Promise<OwnerTrendPage> {
    const trends = await ownerTrends(asked, keys)
    const all = Uint32Array.from(trends.owners, (_, entry) => entry)
    const filtering = { table: OWNER_TREND_TABLE, source: trends, now: asked.now, task: asked.task() }
    const listing = {
      entries: await passingEntries(all, request.filter, filtering),
      all: all.length,
      key: `owner trends ${JSON.stringify(keys)} ${request.filter ?? ''}`,
      keyOf: ownerTrendKey(trends),
      rowOf: (entry: number) => ownerTrendRow(trends, entry),
    }
    return { ...orderedPage(listing, request, asked.orders), explained: trends.explained }
  },
}

/** @throws HeapError `not-ready` */
function earlierOf(asked: Asked, keys: readonly string[]): Comparison[] {
  const earlier = asked.besideBases(keys)
  if (earlier.length > 0) return earlier
  throw new HeapError('not-ready', 'A trend is seen over two captures or more: add another.')
}

function classTrends(asked: Asked, keys: readonly string[]): Promise<readonly ClassTrend[]> {
  const earlier = earlierOf(asked, keys)
  return asked.shared(`class trends ${JSON.stringify(keys)}`, () => {
    const captures = [...earlier.map(({ other }) => other.classes), digestClasses(asked.heap)]
    const present = classSeries(captures).filter(({ at }) => at.some((info) => info && info.count > 0))
    return present.map(classTrend).sort(usualClassOrder)
  })
}

function ownerTrends(asked: Asked, keys: readonly string[]): Promise<OwnerTrends> {
  const earlier = earlierOf(asked, keys)
  return asked.shared(`owner trends ${JSON.stringify(keys)}`, async (task) => {
    const { heap } = asked
    const { snapshot, ready } = heap
    const steps = new GenericSteps(heap)
    const mayOwn = (node: number): boolean =>
      snapshot.nodeType[node] !== NodeType.synthetic && !steps.isEngines(node)
    const { dominator, retainedSize } = ready.graph
    const columns = { root: snapshot.root, dominator, retainedSize, mayOwn }
    return ownerTrendsOf(heap, earlier, await trendOwners(columns, earlier, task))
  })
}
