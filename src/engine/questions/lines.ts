import { isSteadyGroup, type LineGroups, lineGroups, lineKey, lineRow } from '../analyses/line-groups.ts'
import { LINE_TABLE, lineStacks } from '../analyses/line-stacks.ts'
import { orderedPage } from '../analyses/ordered-page.ts'
import { HeapError } from '../base/error.ts'
import type { LineGrouping, LinePage, LineRequest, LineStacks } from '../model/line-rows.ts'
import type { Term } from '../model/selection-rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Asked } from './asked.ts'

/** Questions about the lines of Python that allocated memory. */
export const lineQuestions = {
  /**
   * Lines, files or tracebacks with what they allocated, alone or beside earlier captures; the filter chooses stacks, as
   * tracemalloc's do. Without a sort, what grew or shrank most comes first, or the largest.
   * @param keys of the earlier captures, in their order
   * @throws HeapError `bad-filter`, `not-found` where a capture knows no lines, `not-ready`
   */
  async allocationLines(
    heap: Asked,
    keys: readonly string[],
    grouping: LineGrouping,
    request: LineRequest,
    among: readonly Term[] | null = null,
  ): Promise<LinePage> {
    const asked = await heap.about(among)
    const { by, cumulative = false, steady = false } = grouping
    const earlier = asked.besideBases(keys).map(({ other }) => known(other.stacks))
    const own = known(
      await asked.shared('line stacks', (task) => lineStacks(asked.heap.snapshot, task, asked.only)),
    )
    const key = `lines ${JSON.stringify([keys, by, cumulative])}`
    if (earlier.some(({ ofObjects }) => ofObjects !== own.ofObjects)) throw unlike()
    const grouped = (filter: string | undefined) =>
      asked.shared(`${key} ${filter ?? ''}`, () => groupsOf([...earlier, own], grouping, filter, asked.now))
    const whole = await grouped(undefined)
    const groups = await grouped(request.filter)
    const entries = steady ? groups.groups.filter((group) => isSteadyGroup(groups, group)) : groups.groups
    const listing = {
      entries,
      all: whole.groups.length,
      key: `${key} ${steady} ${request.filter ?? ''}`,
      keyOf: (sort: { readonly column: NonNullable<LineRequest['sort']>['column'] }) =>
        lineKey(groups, sort.column),
      rowOf: (group: number) => lineRow(groups, group),
    }
    return { ...orderedPage(listing, request, asked.orders), ...groups.totals }
  },
}

function groupsOf(
  captures: readonly LineStacks[],
  grouping: LineGrouping,
  filter: string | undefined,
  now: () => number,
): LineGroups {
  const filtered = captures.map((stacks) => {
    return { stacks, test: filterEntries(filter, { table: LINE_TABLE, source: stacks, now }) }
  })
  return lineGroups(filtered, grouping)
}

function unlike(): HeapError {
  return new HeapError(
    'not-found',
    'These captures count different things, one living objects and the other memory blocks: compare captures of one kind.',
  )
}

function known(stacks: LineStacks | null): LineStacks {
  if (stacks) return stacks
  throw new HeapError(
    'not-found',
    'One of these captures does not say which lines of Python allocated its memory: capture it with tracemalloc started.',
  )
}
