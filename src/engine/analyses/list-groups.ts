import type { RecentMap } from '../base/recent-map.ts'
import type { Task } from '../base/task.ts'
import type { GroupColumn, GroupRow } from '../model/dominator-rows.ts'
import { groupQuery } from '../model/group-path.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { NearPage, NearRequest, Sort } from '../model/rows.ts'
import { EngineInternals } from './engine-internals.ts'
import { foldEntries } from './fold-internals.ts'
import { findGroupCell, type GroupPlace, walkFor } from './group-place.ts'
import type { CompleteHeap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { orderedPage } from './ordered-page.ts'

/**
 * The cells right below a place in the tree by class or module, the largest first.
 * O(nodes of the cells on the way and of those below + their children).
 * @throws HeapError `not-found` when there is no such place
 */
export async function groupsBelow(heap: CompleteHeap, place: GroupPlace, task: Task): Promise<GroupRow[]> {
  const { grouping, walk } = walkFor(heap, place)
  task.begin('answer', heap.snapshot.nodeCount)
  const { group: above, heads: from } = await findGroupCell(heap, place, grouping, walk, task)
  await walk.walk(from, above, task)
  const below = walk.below().sort((a, b) => b.size - a.size || a.group - b.group)
  const heads = walk.headsOfAll(below)
  const id = place.node === null ? null : heap.snapshot.nodeId[place.node]!
  const isInternal = place.by === 'class' ? isInternalIn(heap) : () => false
  const rows: GroupRow[] = []
  for (const { group, size } of below) {
    const { count, own } = await walk.walk(heads.get(group)!, group, task)
    const internal = heads.get(group)!.every(isInternal)
    const name = grouping.nameOf(group)
    // The filter language names places of the whole tree alone.
    const query = place.tops ? null : groupQuery(place.by, { id, path: [...place.path, name.key] })
    rows.push({ ...name, count, own, size, groups: walk.below().length, internal, query })
  }
  task.end()
  return rows
}

/** Which nodes are the engine's own and carry nothing of the program. */
function isInternalIn(heap: CompleteHeap): (node: number) => boolean {
  const internals = EngineInternals.of(heap)
  return (node) => internals.has(node) && !internals.carries(node)
}

/**
 * A page of such rows, sorted as asked; of equal ones the larger first. O(rows log rows).
 * @param key names the place within `orders`
 */
export function groupPage(
  rows: readonly GroupRow[],
  request: NearRequest<GroupColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
  key: string,
): NearPage<GroupRow> {
  const all = Uint32Array.from(rows, (_, i) => i)
  const passing = filter ? all.filter(filter) : all
  const { shown, left } = foldEntries(passing, (i) => rows[i]!.internal, request.internals)
  const listing = {
    entries: shown,
    all: rows.length,
    key: `${key} ${request.internals ?? 'all'} ${request.filter ?? ''}`,
    keyOf: ({ column }: Sort<GroupColumn>) => sortKey(rows, column),
    rowOf: (i: number) => rows[i]!,
  }
  const folded = { count: left.length, shallowSize: 0, retainedSize: 0 }
  for (const i of left) {
    folded.shallowSize += rows[i]!.own
    folded.retainedSize += rows[i]!.size
  }
  return { ...orderedPage(listing, request, orders), folded }
}

function sortKey(rows: readonly GroupRow[], column: GroupColumn): (i: number) => number {
  if (column !== 'name') return (i) => rows[i]![column]
  const byName = rows.map((_, i) => i).sort((a, b) => compareTexts(rows[a]!.name, rows[b]!.name) || a - b)
  const rank = new Uint32Array(rows.length)
  byName.forEach((i, at) => (rank[i] = at))
  return (i) => rank[i]!
}
