import { sortIndexesBy } from '../base/radix-sort.ts'
import type { RecentMap } from '../base/recent-map.ts'
import { topIndexesBy } from '../base/top.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'

/** Up to here the first rows are picked out instead of sorting them all. */
export const PICK_LIMIT = 512

/** A list whose entries are numbers: node indexes, or places in columns of its own. */
export interface Listing<Column extends string, Row> {
  /** The entries that pass the filter, in their order where no sort is asked for. */
  readonly entries: Uint32Array
  /** How many there were before filtering. */
  readonly all: number
  /** Names the set of entries within the orders that are kept. */
  readonly key: string
  /** The number by which an entry is sorted. */
  readonly keyOf: (sort: Sort<Column>) => (entry: number) => number
  readonly rowOf: (entry: number) => Row
}

/**
 * A page of a list, sorted as asked; of equal keys the earlier entry. O(entries) for the first rows, or once for each
 * order.
 * @param orders keeps whole orders, so that scrolling through a long list sorts it once
 */
export function orderedPage<Column extends string, Row>(
  listing: Listing<Column, Row>,
  request: Pick<ListRequest<Column>, 'start' | 'end' | 'sort'>,
  orders: RecentMap<Uint32Array>,
): Page<Row> {
  const { entries, all, rowOf } = listing
  const start = Math.max(0, request.start)
  const end = Math.min(request.end, entries.length)
  const picked = orderedSlice(listing, request.sort, start, end, orders)
  return { start, rows: Array.from(picked, (entry) => rowOf(entry)), total: entries.length, all }
}

function orderedSlice<Column extends string>(
  { entries, key, keyOf }: Listing<Column, unknown>,
  sort: Sort<Column> | undefined,
  start: number,
  end: number,
  orders: RecentMap<Uint32Array>,
): Uint32Array {
  if (end <= start) return new Uint32Array(0)
  if (!sort) return entries.subarray(start, end)
  if (end <= PICK_LIMIT) {
    return topIndexesBy(entries, keyOf(sort), sort.descending, end).subarray(start)
  }
  const order = orders.get(`${key}|${sort.column}|${sort.descending}`, () => {
    const sorted = entries.slice()
    sortIndexesBy(sorted, keyOf(sort), sort.descending)
    return sorted
  })
  return order.subarray(start, end)
}
