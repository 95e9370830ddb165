import { allocatedClassPage, classAmounts } from '../analyses/allocated-classes.ts'
import { ALLOCATED_CLASS_TABLE, FUNCTION_TABLE } from '../analyses/stack-fields.ts'
import {
  calleePage,
  callerPage,
  functionPage,
  functionSums,
  stackOf,
  stackSummary,
} from '../analyses/allocation-stacks.ts'
import { type CallTree, callTree } from '../analyses/call-tree.ts'
import { isPython } from '../analyses/line-stacks.ts'
import { type IcicleRequest, stackIcicle } from '../analyses/stack-icicle.ts'
import {
  allocatedQuery,
  nodesAllocated,
  type Timeline,
  timelineBins,
  timelineOf,
  timelineSummary,
} from '../analyses/timeline.ts'
import { HeapError } from '../base/error.ts'
import type {
  AllocatedClassColumn,
  AllocatedClassRow,
  AllocationSummary,
  ObjectStackAnswer,
  StackColumn,
  StackIcicle,
  StackRow,
  TimelineBin,
} from '../model/allocation-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'

type TreeRequest = Pick<ListRequest<StackColumn>, 'start' | 'end' | 'sort'>

type Terms = readonly Term[] | null

/**
 * Questions about allocations. Of a selection, only its objects count as alive; how much was allocated, alive or not, stays
 * what it is for the whole capture.
 */
export const allocationQuestions = {
  /** What the capture knows of allocations. */
  async allocations(whole: Asked, among: Terms = null): Promise<AllocationSummary> {
    const asked = await whole.about(among)
    const timeline = await timelineFor(asked)
    const call = await callsFor(asked)
    return {
      isProfile: asked.heap.snapshot.family === 'v8 profile',
      isPython: isPython(asked.heap.snapshot),
      report: asked.heap.snapshot.report ?? null,
      timeline: timeline && timelineSummary(timeline),
      stacks: call && stackSummary(call),
    }
  },

  /** What was allocated over time and lives, in at most `most` bins. */
  async timelineBins(whole: Asked, most: number, among: Terms = null): Promise<TimelineBin[]> {
    const timeline = await timelineFor(await whole.about(among))
    return timeline ? timelineBins(timeline, Math.max(1, most)) : []
  },

  /** The classes of what was allocated in stretches that end from `first` to `last`, in microseconds, and lives. */
  async allocatedClasses(
    whole: Asked,
    first: number,
    last: number,
    request: ListRequest<AllocatedClassColumn>,
    among: Terms = null,
  ): Promise<Page<AllocatedClassRow>> {
    const asked = await whole.about(among)
    const { heap, orders, only } = asked
    const query = allocatedQuery(first, last)
    const sums = await asked.shared(`classes ${query}`, () =>
      classAmounts(
        heap,
        nodesAllocated(heap.snapshot, first, last).filter((node) => only?.has(node) !== false),
      ),
    )
    const surroundings = { table: ALLOCATED_CLASS_TABLE, source: { heap, sums }, now: asked.now }
    const filter = filterEntries(request.filter, surroundings)
    return allocatedClassPage(heap, sums, query, request, filter, orders)
  },

  /** The calls right below a stack, or those at the top. */
  async callees(
    whole: Asked,
    entry: number | null,
    request: TreeRequest,
    among: Terms = null,
  ): Promise<Page<StackRow>> {
    const asked = await whole.about(among)
    const call = await knownCalls(asked)
    if (entry !== null) checkEntry(call, entry)
    return calleePage(call, entry, request, asked.orders)
  },

  /** Who called a way of functions, the innermost first; with an empty way, who allocated. */
  async callers(
    whole: Asked,
    way: readonly number[],
    request: TreeRequest,
    among: Terms = null,
  ): Promise<Page<StackRow>> {
    const asked = await whole.about(among)
    return callerPage(await knownCalls(asked), way, request, asked.orders)
  },

  /** All functions on stacks; the filter looks at their names and scripts. */
  async stackFunctions(
    whole: Asked,
    request: ListRequest<StackColumn>,
    among: Terms = null,
  ): Promise<Page<StackRow>> {
    const asked = await whole.about(among)
    const call = await knownCalls(asked)
    const sums = await asked.shared('function sums', () => functionSums(call))
    const surroundings = { table: FUNCTION_TABLE, source: { call, sums }, now: asked.now }
    const filter = filterEntries(request.filter, surroundings)
    return functionPage(call, sums, request, filter, request.filter ?? '', asked.orders)
  },

  /** The stacks below one as rectangles. */
  async stackIcicle(whole: Asked, request: IcicleRequest, among: Terms = null): Promise<StackIcicle> {
    const call = await knownCalls(await whole.about(among))
    if (request.entry !== null) checkEntry(call, request.entry)
    return stackIcicle(call, request)
  },

  /** Where an object was allocated. */
  async objectStack(asked: Asked, node: number): Promise<ObjectStackAnswer> {
    const call = await callsFor(asked)
    if (!call?.hasLive) return { known: false, reason: 'no stacks' }
    const stack = stackOf(call, node)
    return stack ? { known: true, stack } : { known: false, reason: 'not tracked' }
  },
}

function timelineFor(asked: Asked): Promise<Timeline | null> {
  return asked.shared('timeline', (task) => {
    task.begin('answer', asked.heap.snapshot.nodeCount)
    return timelineOf(asked.heap.snapshot, task, asked.only)
  })
}

function callsFor(asked: Asked): Promise<CallTree | null> {
  return asked.shared('call tree', (task) => {
    task.begin('answer', asked.heap.snapshot.nodeCount)
    return callTree(asked.heap.snapshot, task, asked.only)
  })
}

async function knownCalls(asked: Asked): Promise<CallTree> {
  const call = await callsFor(asked)
  if (call) return call
  throw new HeapError('not-found', 'This capture knows no stacks: allocations were not tracked with them.')
}

function checkEntry({ tree }: CallTree, entry: number): void {
  if (Number.isInteger(entry) && entry >= 0 && entry < tree.id.length) return
  throw new HeapError('not-found', `There is no stack number ${entry} in this capture.`)
}
