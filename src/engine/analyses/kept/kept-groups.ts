import { BitSet } from '../../base/bit-set.ts'
import type { RecentMap } from '../../base/recent-map.ts'
import type { Task } from '../../base/task.ts'
import { keptOnlyBy } from '../../graph/kept-only.ts'
import type { Keeper, KeptColumn, KeptRow, KeptTotals } from '../../model/kept-rows.ts'
import type { EntryTest } from '../../model/filter-fields.ts'
import { exactTerm } from '../../model/filter-term.ts'
import type { ListRequest, Page, Sort } from '../../model/rows.ts'
import { retainedByGroup } from '../class-sizes.ts'
import type { CompleteHeap } from '../heap.ts'
import { compareTexts } from '../list-nodes.ts'
import { nodeRow, notReady } from '../node-row.ts'
import { orderedPage } from '../ordered-page.ts'
import { closureVariables } from './closure-variables.ts'
import { consoleHandles } from './console-handles.ts'
import { detachedTrees } from './detached-trees.ts'
import { eventHandlers } from './event-handlers.ts'
import type { Held, HeldGroup } from './held.ts'

export const KEEPERS: readonly Keeper[] = ['detached', 'context', 'handler', 'console']

/** The field of the filter language that names the groups of a keeper. */
export const GROUP_FIELDS: Readonly<Record<Keeper, string>> = {
  detached: 'tree',
  context: 'variable',
  handler: 'handler',
  console: 'console',
}

const SEARCHES: Readonly<Record<Keeper, (heap: CompleteHeap, task: Task) => Promise<Held>>> = {
  detached: detachedTrees,
  context: closureVariables,
  handler: eventHandlers,
  console: consoleHandles,
}

/** What one keeper keeps, by group. Columns by group number; sizes in bytes. */
export interface KeptGroups {
  readonly keeper: Keeper
  readonly held: Held
  /** All that the keeper alone keeps. */
  readonly kept: BitSet
  readonly totals: KeptTotals
  /** What a group is called in the filter language; no two are called alike. */
  readonly labels: readonly string[]
  readonly objects: Float64Array
  readonly shallowSize: Float64Array
  readonly retainedSize: Float64Array
  /** The node that retains most. */
  readonly largest: Uint32Array
}

/**
 * Finds what a keeper holds and what it alone keeps. O(nodes + edges).
 * @throws HeapError `not-ready` before references are turned round
 */
export async function findKept(heap: CompleteHeap, keeper: Keeper, task: Task): Promise<KeptGroups> {
  const { snapshot } = heap
  const { graph } = heap.ready
  if (!heap.ready.retainers) throw notReady()
  const found = await SEARCHES[keeper](heap, task)
  const kept = await keptOnlyBy(snapshot, graph.essential.pairs, found.barrier, task)
  const held = onlyKept(found, kept)
  return sumGroups(heap, keeper, { held, kept, labels: labelsOf(held.groups) }, task)
}

/**
 * The same of some of the nodes: groups without any are left out, and the others hold, and sum up, these alone. How many
 * things a group is made of is no longer known then: it is the number of nodes. O(nodes).
 */
export async function keptAmong(
  heap: CompleteHeap,
  { keeper, held, kept, labels }: KeptGroups,
  only: BitSet,
  task: Task,
): Promise<KeptGroups> {
  const some = onlyKept(held, only)
  const inBoth = new BitSet(
    kept.length,
    kept.bytes.map((byte, at) => byte & only.bytes[at]!),
  )
  const labelOfGroup = new Map(held.groups.map((group, at) => [group, labels[at]!]))
  const found = {
    held: { ...some, count: countsOf(some) },
    kept: inBoth,
    labels: some.groups.map((group) => labelOfGroup.get(group)!),
  }
  return sumGroups(heap, keeper, found, task)
}

function countsOf({ groups, groupOf }: Held): number[] {
  const counts = groups.map(() => 0)
  for (const group of groupOf) counts[group]!++
  return counts
}

async function sumGroups(
  heap: CompleteHeap,
  keeper: Keeper,
  { held, kept, labels }: Pick<KeptGroups, 'held' | 'kept' | 'labels'>,
  task: Task,
): Promise<KeptGroups> {
  const { snapshot, shallowSize } = heap
  const { graph } = heap.ready
  const groups = held.groups.length
  const objects = new Float64Array(groups)
  const sizes = new Float64Array(groups)
  const largest = new Uint32Array(groups)
  const known = new Uint8Array(groups)
  /** Numbers from 1: 0 is for nodes of no group. */
  const groupOf = new Uint32Array(snapshot.nodeCount)
  for (const [i, node] of held.nodes.entries()) {
    const group = held.groupOf[i]!
    groupOf[node] = group + 1
    if (shallowSize[node] !== 0) objects[group]!++
    sizes[group]! += shallowSize[node]!
    const isLargest = known[group] === 0 || graph.retainedSize[node]! > graph.retainedSize[largest[group]!]!
    if (isLargest) largest[group] = node
    known[group] = 1
  }
  const retained =
    groups === 0 ? new Float64Array(1) : await retainedByGroup(graph, groupOf, groups + 1, task)
  return {
    keeper,
    held,
    kept,
    totals: totalsOf(heap, keeper, kept, groups),
    labels,
    objects,
    shallowSize: sizes,
    retainedSize: retained.subarray(1),
    largest,
  }
}

/** Without what other ways lead to, and without groups that are empty then. */
function onlyKept(held: Held, kept: BitSet): Held {
  const number = new Int32Array(held.groups.length).fill(-1)
  const groups: HeldGroup[] = []
  const count: number[] = []
  const nodes: number[] = []
  const groupOf: number[] = []
  for (const [i, node] of held.nodes.entries()) {
    if (!kept.has(node)) continue
    const old = held.groupOf[i]!
    if (number[old] === -1) {
      number[old] = groups.push(held.groups[old]!) - 1
      count.push(held.count[old]!)
    }
    nodes.push(node)
    groupOf.push(number[old]!)
  }
  return { barrier: held.barrier, groups, count, nodes, groupOf }
}

function totalsOf({ shallowSize }: CompleteHeap, keeper: Keeper, kept: BitSet, groups: number): KeptTotals {
  let count = 0
  let size = 0
  kept.forEach((node) => {
    if (shallowSize[node] === 0) return
    count++
    size += shallowSize[node]!
  })
  return { keeper, count, shallowSize: size, groups, query: `keptby:=${keeper}` }
}

function labelsOf(groups: readonly HeldGroup[]): string[] {
  const met = new Map<string, number>()
  return groups.map((group) => {
    const label = labelOf(group)
    const times = (met.get(label) ?? 0) + 1
    met.set(label, times)
    return times === 1 ? label : `${label} #${times}`
  })
}

function labelOf({ name, holder, source }: HeldGroup): string {
  const at = source && ` at ${source.url || `script ${source.scriptId}`}:${source.line}:${source.column}`
  return `${name}${holder === '' ? '' : ` in ${holder}`}${at ?? ''}`
}

/** A page of the groups; without a sort those that retain most come first. O(groups). */
export function keptPage(
  heap: CompleteHeap,
  found: KeptGroups,
  request: ListRequest<KeptColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<KeptRow> {
  const all = Uint32Array.from(found.labels, (_, group) => group)
  const entries = filter ? all.filter(filter) : all
  const listing = {
    entries,
    all: all.length,
    key: `kept ${found.keeper} ${request.filter ?? ''}`,
    keyOf: (sort: Sort<KeptColumn>) => groupKey(found, sort.column),
    rowOf: (group: number) => keptRow(heap, found, group),
  }
  const sort = request.sort ?? { column: 'retainedSize', descending: true }
  return orderedPage(listing, { ...request, sort }, orders)
}

function groupKey(found: KeptGroups, column: KeptColumn): (group: number) => number {
  if (column === 'name' || column === 'holder') {
    const { groups } = found.held
    const order = groups.map((group, at) => ({ at, text: group[column] }))
    order.sort((a, b) => compareTexts(a.text, b.text))
    const rank = new Uint32Array(groups.length)
    for (const [place, { at }] of order.entries()) rank[at] = place
    return (group) => rank[group]!
  }
  return (group) => (column === 'count' ? found.held.count[group]! : found[column][group]!)
}

function keptRow(heap: CompleteHeap, found: KeptGroups, group: number): KeptRow {
  const { keeper, held, labels } = found
  return {
    keeper,
    ...held.groups[group]!,
    count: held.count[group]!,
    objects: found.objects[group]!,
    shallowSize: found.shallowSize[group]!,
    retainedSize: found.retainedSize[group]!,
    largest: nodeRow(heap, found.largest[group]!),
    query: exactTerm(GROUP_FIELDS[keeper], labels[group]!),
  }
}
