import type { RecentMap } from '../base/recent-map.ts'
import { type EntryTest, fieldThrough, type FilterTable } from '../model/filter-fields.ts'
import { idTerm } from '../model/filter-term.ts'
import type { HolderColumn, HolderRow } from '../model/retainer-rows.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import { CLASS_TABLE } from './class-fields.ts'
import { classQuery } from './class-query.ts'
import type { CompleteHeap } from './heap.ts'
import { compareTexts } from './list-nodes.ts'
import { nodeRow } from './node-row.ts'
import { orderedPage } from './ordered-page.ts'
import type { Holdings } from './who-holds.ts'

/** Groups of holders and the heap they are in. */
export interface HoldingsOf {
  readonly heap: CompleteHeap
  readonly holdings: Holdings
}

/** One group as a row. */
function holderRow({ heap, holdings }: HoldingsOf, group: number): HolderRow {
  const { classes } = heap.table
  const classIndex = holdings.classOf[group]!
  const { name, key, kind } = classes[classIndex]!
  const edge = holdings.kinds.kinds[holdings.edgeKind[group]!]!
  const isSingle = holdings.holders[group] === 1
  const node = isSingle ? nodeRow(heap, holdings.holder[group]!) : null
  return {
    key: `${edge.type} ${edge.name} ${key}`,
    name,
    classKey: key,
    kind,
    edge,
    held: { count: holdings.held[group]!, bytes: holdings.bytes[group]! },
    only: { count: holdings.only[group]!, bytes: holdings.onlyBytes[group]! },
    holders: holdings.holders[group]!,
    inside: holdings.inside[group]!,
    node,
    ignore: node ? `@${node.id}` : key,
    query: node ? idTerm(node.id) : classQuery(classes, classIndex),
  }
}

/** A page of the groups. Without a sort: those that hold the most bytes first. O(groups log groups). */
export function holderPage(
  of: HoldingsOf,
  request: ListRequest<HolderColumn>,
  filter: EntryTest | null,
  orders: RecentMap<Uint32Array>,
  key: string,
): Page<HolderRow> {
  const all = Uint32Array.from({ length: of.holdings.count }, (_, group) => group)
  const entries = filter ? all.filter(filter) : all
  const listing = {
    entries,
    all: all.length,
    key: `${key} ${request.filter ?? ''}`,
    keyOf: (sort: Sort<HolderColumn>) => sortKey(of, entries, sort),
    rowOf: (group: number) => holderRow(of, group),
  }
  return orderedPage(
    listing,
    { ...request, sort: request.sort ?? { column: 'bytes', descending: true } },
    orders,
  )
}

function sortKey(
  of: HoldingsOf,
  entries: Uint32Array,
  { column }: Sort<HolderColumn>,
): (group: number) => number {
  const { holdings, heap } = of
  switch (column) {
    case 'held':
      return (group) => holdings.held[group]!
    case 'bytes':
      return (group) => holdings.bytes[group]!
    case 'only':
      return (group) => holdings.only[group]!
    case 'holders':
      return (group) => holdings.holders[group]!
    case 'inside':
      return (group) => holdings.inside[group]!
    case 'name':
      return rankBy(entries, (group) => heap.table.classes[holdings.classOf[group]!]!.name)
    case 'edge':
      return rankBy(entries, (group) => holdings.kinds.kinds[holdings.edgeKind[group]!]!.name)
  }
}

/** The alphabetic place of each group's text. */
function rankBy(entries: Uint32Array, textOf: (group: number) => string): (group: number) => number {
  const texts = Array.from(entries, (group) => ({ group, text: textOf(group) }))
  texts.sort((a, b) => compareTexts(a.text, b.text))
  const rank = new Map<number, number>()
  let place = 0
  for (const [i, { group, text }] of texts.entries()) {
    if (i > 0 && text !== texts[i - 1]!.text) place = i
    rank.set(group, place)
  }
  return (group) => rank.get(group)!
}

/** What holders can be filtered by; entries are groups. The first three are said of the class of the holders. */
export const HOLDER_TABLE: FilterTable<HoldingsOf> = {
  rows: 'holders',
  own: ['class', 'edge'],
  fields: [
    ...CLASS_TABLE.fields
      .filter(({ name }) => ['class', 'classkey', 'kind'].includes(name))
      .map((field) =>
        fieldThrough(
          field,
          ({ heap }: HoldingsOf) => heap,
          ({ holdings }) =>
            (group) =>
              holdings.classOf[group]!,
        ),
      ),
    {
      name: 'edge',
      type: 'text',
      help: 'The name of the reference, [] for elements and entries.',
      example: 'edge:listeners',
      read:
        ({ holdings }) =>
        (pattern) =>
        (group) =>
          pattern.test(holdings.kinds.kinds[holdings.edgeKind[group]!]!.name),
    },
    {
      name: 'count',
      type: 'count',
      help: 'How many selected objects are held this way.',
      example: 'count:>1k',
      read: ({ holdings }) => {
        return (group) => holdings.held[group]!
      },
    },
    {
      name: 'size',
      type: 'bytes',
      help: 'The shallow sizes of the selected objects held this way.',
      example: 'size:>1MB',
      read: ({ holdings }) => {
        return (group) => holdings.bytes[group]!
      },
    },
  ],
}
