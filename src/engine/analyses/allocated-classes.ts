import type { RecentMap } from '../base/recent-map.ts'
import type { AllocatedClassColumn, AllocatedClassRow } from '../model/allocation-rows.ts'
import type { EntryTest } from '../model/filter-fields.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import { classQuery } from './class-query.ts'
import type { Heap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { orderedPage } from './ordered-page.ts'

/** Sums by class number over a set of nodes, with sizes as the file states them. */
export interface ClassAmounts {
  readonly count: Float64Array
  readonly size: Float64Array
}

/** Only nodes with bytes of their own count. O(nodes). */
export function classAmounts({ snapshot, table }: Heap, nodes: Uint32Array): ClassAmounts {
  const count = new Float64Array(table.classes.length)
  const size = new Float64Array(table.classes.length)
  for (const node of nodes) {
    const bytes = snapshot.selfSize[node]!
    if (bytes === 0) continue
    count[table.classOf[node]!]!++
    size[table.classOf[node]!]! += bytes
  }
  return { count, size }
}

/** A page of the classes that have any. @param query finds the set that was summed up */
export function allocatedClassPage(
  heap: Heap,
  { count, size }: ClassAmounts,
  query: string,
  request: ListRequest<AllocatedClassColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
): Page<AllocatedClassRow> {
  const { classes } = heap.table
  const present = Uint32Array.from(classes, (_, index) => index).filter((index) => count[index]! > 0)
  const entries = filter ? present.filter(filter) : present
  const listing = {
    entries,
    all: present.length,
    key: `allocated classes ${query} ${request.filter ?? ''}`,
    keyOf: ({ column }: Sort<AllocatedClassColumn>) => {
      if (column === 'count') return (index: number) => count[index]!
      if (column === 'size') return (index: number) => size[index]!
      const byName = [...entries].sort((a, b) => compareTexts(classes[a]!.name, classes[b]!.name))
      const ranks = new Map(byName.map((index, rank) => [index, rank]))
      return (index: number) => ranks.get(index)!
    },
    rowOf: (index: number): AllocatedClassRow => {
      const { key, name, kind, source } = classes[index]!
      return {
        key,
        name,
        kind,
        source,
        count: count[index]!,
        size: size[index]!,
        query: `${classQuery(classes, index)} ${query}`,
      }
    },
  }
  return orderedPage(listing, request, orders)
}
