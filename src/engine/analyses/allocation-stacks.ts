import type { RecentMap } from '../base/recent-map.ts'
import type {
  FrameRow,
  ObjectStack,
  StackColumn,
  StackMeasure,
  StackRow,
  StackSummary,
} from '../model/allocation-rows.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import {
  amountsAt,
  type CallTree,
  childrenOf,
  entryReader,
  frameOf,
  stackQuery,
  type StackSums,
} from './call-tree.ts'
import { isPython } from './line-stacks.ts'
import { orderedPage } from './ordered-page.ts'
import { textRanks } from './text-ranks.ts'

type StackRequest = Pick<ListRequest<StackColumn>, 'start' | 'end' | 'sort'>

/** A query that names more stretches than this is too long for anybody. */
const MOST_STRETCHES = 60

export function stackSummary({ snapshot, tree, traces, sums, hasLive }: CallTree): StackSummary {
  const sum = (column: Float64Array): number => column.reduce((total, value) => total + value, 0)
  return {
    stacks: tree.id.length,
    functions: traces.functions.name.length,
    blocks: isPython(snapshot) && !hasLive,
    allocated: { count: sum(sums.ownCount), size: sum(sums.ownSize) },
    live: hasLive ? { count: sum(sums.ownLiveCount), size: sum(sums.ownLiveSize) } : null,
  }
}

/** The calls right below a stack, or those at the top. O(those), and sorted. */
export function calleePage(
  call: CallTree,
  entry: number | null,
  request: StackRequest,
  orders: RecentMap<Uint32Array>,
): Page<StackRow> {
  const entries = Uint32Array.from(childrenOf(call, entry))
  const listing = {
    entries,
    all: entries.length,
    key: `callees ${entry}`,
    keyOf: (sort: Sort<StackColumn>) =>
      sort.column === 'name' ? nameRanks(call, entries) : measure(call.sums, sort.column),
    rowOf: (at: number): StackRow => ({
      entry: at,
      ...frameOf(call, call.tree.functionIndex[at]!),
      ...amountsAt(call.sums, at),
      children: childrenOf(call, at).length,
      query: stackQuery(call, at),
    }),
  }
  return orderedPage(listing, request, orders)
}

function measure(sums: StackSums, column: StackMeasure): (entry: number) => number {
  const values = sums[column]
  return (entry) => values[entry]!
}

function nameRanks(call: CallTree, entries: Uint32Array): (entry: number) => number {
  const { tree, traces, snapshot } = call
  const nameOf = (entry: number): number => traces.functions.name[tree.functionIndex[entry]!]!
  const ranks = textRanks(snapshot, Array.from(entries, nameOf))
  return (entry) => ranks.get(nameOf(entry))!
}

/**
 * One step of the tree upside down: below a way of functions, from the one that allocated outward, the functions that
 * called its last. With an empty way, those that allocated. Amounts are what the innermost function allocated itself when
 * it was called this way, so those of the steps below a step add up to it, what was called from the top aside. O(entries
 * × way).
 */
export function callerPage(
  call: CallTree,
  way: readonly number[],
  request: StackRequest,
  orders: RecentMap<Uint32Array>,
): Page<StackRow> {
  const { tree } = call
  const sums = groupSums(tree.id.length === 0 ? 0 : call.traces.functions.name.length)
  const present = new Set<number>()
  const callers = new Map<number, Set<number>>()
  for (let entry = 0; entry < tree.id.length; entry++) {
    if (!allocates(call, entry)) continue
    const last = climb(tree.parent, tree.functionIndex, entry, way)
    if (last === -1) continue
    const step = tree.functionIndex[last]!
    present.add(step)
    addOwn(sums, step, call.sums, entry)
    if (tree.parent[last] !== last) {
      const above = callers.get(step) ?? new Set<number>()
      callers.set(step, above)
      above.add(tree.functionIndex[tree.parent[last]!]!)
    }
  }
  const entries = Uint32Array.from(present).sort()
  const names = call.traces.functions.name
  const listing = {
    entries,
    all: entries.length,
    key: `callers ${way.join()}`,
    keyOf: (sort: Sort<StackColumn>) => {
      if (sort.column !== 'name') return measure(sums, sort.column)
      const ranks = textRanks(
        call.snapshot,
        Array.from(entries, (index) => names[index]!),
      )
      return (index: number) => ranks.get(names[index]!)!
    },
    rowOf: (index: number): StackRow => ({
      entry: index,
      ...frameOf(call, index),
      ...amountsAt(sums, index),
      children: callers.get(index)?.size ?? 0,
      query: way.length === 0 ? ownQuery(call, index) : null,
    }),
  }
  return orderedPage(listing, request, orders)
}

function allocates({ sums }: CallTree, entry: number): boolean {
  return sums.ownCount[entry] !== 0 || sums.ownSize[entry] !== 0 || sums.ownLiveCount[entry] !== 0
}

/** The entry that the way leads to from `entry` outward; -1 where its functions are others. */
function climb(
  parent: Uint32Array,
  functionIndex: Uint32Array,
  entry: number,
  way: readonly number[],
): number {
  let at = entry
  for (const step of way) {
    if (functionIndex[at] !== step || parent[at] === at) return -1
    at = parent[at]!
  }
  return at
}

/** Columns by function. */
function groupSums(functions: number): StackSums {
  const column = (): Float64Array => new Float64Array(functions)
  return {
    ownCount: column(),
    ownSize: column(),
    ownLiveCount: column(),
    ownLiveSize: column(),
    count: column(),
    size: column(),
    liveCount: column(),
    liveSize: column(),
  }
}

function addOwn(into: StackSums, group: number, from: StackSums, entry: number): void {
  for (const [own, total] of PAIRS) {
    into[own][group]! += from[own][entry]!
    into[total][group]! += from[own][entry]!
  }
}

const PAIRS = [
  ['ownCount', 'count'],
  ['ownSize', 'size'],
  ['ownLiveCount', 'liveCount'],
  ['ownLiveSize', 'liveSize'],
] as const satisfies readonly (readonly [StackMeasure, StackMeasure])[]

/**
 * All functions on stacks with what they allocated themselves and with all they called; a function that calls itself
 * counts once. O(entries).
 */
export function functionSums({ tree, sums, traces, end }: CallTree): StackSums {
  const into = groupSums(traces.functions.name.length)
  // By function: the end of the outermost of its entries that is open.
  const openUntil = new Uint32Array(traces.functions.name.length)
  for (let entry = 0; entry < tree.id.length; entry++) {
    const group = tree.functionIndex[entry]!
    const isOutermost = entry >= openUntil[group]!
    if (isOutermost) openUntil[group] = end[entry]!
    for (const [own, total] of PAIRS) {
      into[own][group]! += sums[own][entry]!
      if (isOutermost) into[total][group]! += sums[total][entry]!
    }
  }
  return into
}

/** A page of all functions that are on a stack. */
export function functionPage(
  call: CallTree,
  sums: StackSums,
  request: StackRequest,
  filter: EntryTest | null,
  filterKey: string,
  orders: RecentMap<Uint32Array>,
): Page<StackRow> {
  const { tree, traces, snapshot } = call
  const present = Uint32Array.from(new Set(tree.functionIndex)).sort()
  const entries = filter ? present.filter(filter) : present
  const names = traces.functions.name
  const listing = {
    entries,
    all: present.length,
    key: `functions ${filterKey}`,
    keyOf: (sort: Sort<StackColumn>) => {
      if (sort.column !== 'name') return measure(sums, sort.column)
      const ranks = textRanks(
        snapshot,
        Array.from(entries, (index) => names[index]!),
      )
      return (index: number) => ranks.get(names[index]!)!
    },
    rowOf: (index: number): StackRow => ({
      entry: index,
      ...frameOf(call, index),
      ...amountsAt(sums, index),
      children: 0,
      query: totalQuery(call, index),
    }),
  }
  return orderedPage(listing, request, orders)
}

/** What a function and all it called allocated: the stretches of its outermost entries. */
function totalQuery(call: CallTree, index: number): string | null {
  const { tree, end } = call
  return stretchesQuery(
    call,
    index,
    (entry) => [entry, end[entry]! - 1],
    (entry) => end[entry]!,
    tree.id.length,
  )
}

/** What a function allocated itself. */
function ownQuery(call: CallTree, index: number): string | null {
  return stretchesQuery(
    call,
    index,
    (entry) => [entry, entry],
    (entry) => entry + 1,
    call.tree.id.length,
  )
}

function stretchesQuery(
  { tree, hasLive }: CallTree,
  index: number,
  stretchOf: (entry: number) => readonly [from: number, to: number],
  next: (entry: number) => number,
  entries: number,
): string | null {
  if (!hasLive) return null
  const terms: string[] = []
  for (let entry = 0; entry < entries;) {
    if (tree.functionIndex[entry] !== index) {
      entry++
      continue
    }
    if (terms.length === MOST_STRETCHES) return null
    const [from, to] = stretchOf(entry)
    terms.push(`trace:${from}..${to}`)
    entry = next(entry)
  }
  return terms.join(' OR ')
}

/** The stack of a node, innermost first; null where none is known. O(depth). */
export function stackOf(call: CallTree, node: number): ObjectStack | null {
  const entry = entryReader(call.snapshot)(node)
  if (Number.isNaN(entry)) return null
  const frames = stepsTo(call, entry).toReversed()
  const { ownLiveCount, ownLiveSize } = amountsAt(call.sums, entry)
  const live = { count: ownLiveCount, size: ownLiveSize }
  return { entry, frames, query: `trace:${entry}`, live }
}

/** The steps from the top down to an entry, itself included. O(depth). */
export function stepsTo(call: CallTree, entry: number): (FrameRow & { readonly entry: number })[] {
  const { tree } = call
  const steps: (FrameRow & { readonly entry: number })[] = []
  for (let at = entry; ; at = tree.parent[at]!) {
    steps.push({ entry: at, ...frameOf(call, tree.functionIndex[at]!) })
    if (tree.parent[at] === at) return steps.toReversed()
  }
}
