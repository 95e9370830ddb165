import type { RecentMap } from '../../base/recent-map.ts'
import type { Task } from '../../base/task.ts'
import type { CycleColumn, CycleRow, CycleSummary, WeakEdges } from '../../model/cycle-rows.ts'
import type { EntryTest, FilterTable } from '../../model/filter-fields.ts'
import { exactTerm } from '../../model/filter-term.ts'
import type { Retainers } from '../../model/graph.ts'
import type { ListRequest, Page, Sort } from '../../model/rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { compareTexts } from '../list-nodes.ts'
import { nodeRow } from '../node-row.ts'
import { orderedPage } from '../ordered-page.ts'
import { type CycleGroup, type Cycles, innerEdges } from './find-cycles.ts'
import { weakEdges } from './weak-edges.ts'

/** What rows of cycles are filtered by; entries are places in `Cycles.groups`. */
export const CYCLE_TABLE: FilterTable<Cycles> = {
  rows: 'cycles',
  own: ['class'],
  fields: [
    {
      name: 'class',
      type: 'text',
      help: 'One of the classes in the cycle.',
      example: 'class:Parent',
      read:
        ({ groups }) =>
        (pattern) =>
        (at) =>
          groups[at]!.classes.some(({ name }) => pattern.test(name)) || pattern.test(groups[at]!.name),
    },
    numberField('count', 'How many cycles are alike.', 'count:>10', ({ count }) => count),
    numberField('objects', 'How many objects they are made of.', 'objects:>100', ({ objects }) => objects),
    numberField(
      'finalizers',
      'Objects with __del__ in them.',
      'finalizers:>0',
      ({ finalizers }) => finalizers,
    ),
    numberField(
      'garbage',
      'How many of them wait for the collector.',
      'garbage:>0',
      ({ waiting }) => waiting.length,
    ),
    {
      name: 'size',
      aliases: ['shallow'],
      type: 'bytes',
      help: 'Shallow sizes of their objects together.',
      example: 'size:>1MB',
      read: ({ groups }) => {
        return (at) => groups[at]!.shallowSize
      },
    },
    {
      name: 'retained',
      type: 'bytes',
      help: 'What would be freed if all of these objects went away.',
      example: 'retained:>1MB',
      read: ({ groups }) => {
        return (at) => groups[at]!.retainedSize
      },
    },
  ],
}

function numberField(
  name: string,
  help: string,
  example: string,
  valueOf: (group: CycleGroup) => number,
): FilterTable<Cycles>['fields'][number] {
  return { name, type: 'count', help, example, read: (cycles) => (at) => valueOf(cycles.groups[at]!) }
}

/** A page of the rows; without a sort those that retain most come first. What to make weak is not said yet. O(groups). */
export function cyclePage(
  heap: CompleteHeap,
  { groups }: Cycles,
  request: ListRequest<CycleColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<{ readonly at: number; readonly row: CycleRow }> {
  const all = Uint32Array.from(groups, (_, at) => at)
  const listing = {
    entries: filter ? all.filter(filter) : all,
    all: all.length,
    key: `cycles ${request.filter ?? ''}`,
    keyOf: (sort: Sort<CycleColumn>) => keyOf(groups, sort.column),
    rowOf: (at: number) => ({ at, row: cycleRow(heap, groups[at]!) }),
  }
  const sort = request.sort ?? { column: 'retainedSize', descending: true }
  return orderedPage(listing, { ...request, sort }, orders)
}

function keyOf(groups: readonly CycleGroup[], column: CycleColumn): (at: number) => number {
  if (column !== 'name') return (at) => groups[at]![column]
  const order = groups.map(({ name }, at) => ({ at, name })).sort((a, b) => compareTexts(a.name, b.name))
  const rank = new Uint32Array(groups.length)
  for (const [place, { at }] of order.entries()) rank[at] = place
  return (at) => rank[at]!
}

function cycleRow(heap: CompleteHeap, group: CycleGroup): CycleRow {
  return {
    kind: group.kind,
    name: group.name,
    classes: group.classes,
    count: group.count,
    objects: group.objects,
    shallowSize: group.shallowSize,
    retainedSize: group.retainedSize,
    finalizers: group.finalizers,
    garbage: group.waiting.length,
    weak: null,
    entry: nodeRow(heap, group.entry),
    query: exactTerm('cycle', group.label),
  }
}

/** What the cycles of a group would be made weak by; null for the machinery. See `weakEdges`. */
export function weakEdgesOf(heap: CompleteHeap, retainers: Retainers, group: CycleGroup): WeakEdges | null {
  if (group.kind === 'machinery') return null
  const inner = group.parts.flatMap((members) => innerEdges(heap, members))
  return weakEdges(
    inner,
    new Set(group.parts.flatMap((members) => entriesOf(retainers, members, group.entry))),
  )
}

/** The members that something outside leads to; of garbage, all of which hangs on a root of its own, the nearest one. */
function entriesOf({ first, source }: Retainers, members: Uint32Array, nearest: number): number[] {
  const inside = new Set(members)
  const found: number[] = []
  for (const node of members) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      if ((source[i]! & 1) === 0 || inside.has(source[i]! >>> 1)) continue
      found.push(node)
      break
    }
  }
  if (found.length > 0 && found.length < members.length) return found
  return [inside.has(nearest) ? nearest : members[0]!]
}

/** Sums over all cycles. */
export function cycleSummary({ groups, retainedSize, garbage }: Cycles): CycleSummary {
  const listed = groups.filter(({ kind }) => kind === 'cycles')
  const sum = (valueOf: (group: CycleGroup) => number): number =>
    listed.reduce((total, group) => total + valueOf(group), 0)
  return {
    cycles: sum(({ count }) => count),
    objects: sum(({ objects }) => objects),
    shallowSize: sum(({ shallowSize }) => shallowSize),
    retainedSize,
    garbage,
  }
}

/** Fills in what to make weak, and lets others run in between. @param known what was found before, by place */
export async function withWeakEdges(
  heap: CompleteHeap,
  retainers: Retainers,
  { groups }: Cycles,
  page: ReturnType<typeof cyclePage>,
  known: Map<number, WeakEdges | null>,
  task: Task,
): Promise<Page<CycleRow>> {
  const rows: CycleRow[] = []
  task.begin('answer', page.rows.length)
  for (const { at, row } of page.rows) {
    const weak = known.has(at) ? known.get(at)! : weakEdgesOf(heap, retainers, groups[at]!)
    known.set(at, weak)
    rows.push({ ...row, weak })
    const wait = task.tick(rows.length)
    if (wait) await wait
  }
  task.end()
  return { ...page, rows }
}
