import type { RecentMap } from '../base/recent-map.ts'
import { type EntryTest, fieldThrough, type FilterTable } from '../model/filter-fields.ts'
import { exactTerm, idTerm } from '../model/filter-term.ts'
import { NodeType } from '../model/kinds.ts'
import type { HolderColumn, HolderPart, HolderRow } from '../model/retainer-rows.ts'
import type { ListRequest, Page, Sort } from '../model/rows.ts'
import { CLASS_TABLE } from './class-fields.ts'
import { classQuery } from './class-query.ts'
import type { CompleteHeap } from './heap.ts'
import { FAR, NO_OWNER } from './internal-owners.ts'
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
function holderRow(of: HoldingsOf, group: number): HolderRow {
  const { heap, holdings } = of
  const { classes } = heap.table
  const part = classes[holdings.classOf[group]!]!
  const shown = shownClass(of, group)
  const { key, kind } = classes[shown]!
  const edge = holdings.kinds.kinds[holdings.edgeKind[group]!]!
  const owner = holdings.owner[group]!
  const holder = holdings.holders[group] === 1 ? nodeRow(heap, holdings.holder[group]!) : null
  const node = holder && owner !== NO_OWNER ? nodeRow(heap, owner) : holder
  const through = owner === NO_OWNER ? null : partOf(of, group)
  const way = through ? ` ${functionOf(of, group) ?? ''} ${through.edge ?? ''} ${part.key}` : ''
  return {
    key: `${edge.type} ${edge.name} ${key}${way}`,
    name: shownName(of, group),
    classKey: key,
    kind,
    through,
    edge,
    held: { count: holdings.held[group]!, bytes: holdings.bytes[group]! },
    only: { count: holdings.only[group]!, bytes: holdings.onlyBytes[group]! },
    holders: holdings.holders[group]!,
    inside: holdings.inside[group]!,
    node,
    ignore: holder ? `@${holder.id}` : part.key,
    query: node ? idTerm(node.id) : queryOf(of, group, shown),
  }
}

/** The part of the engine by which a group's owners hold. */
function partOf({ heap, holdings }: HoldingsOf, group: number): HolderPart {
  const edge = holdings.ownerEdge[group]!
  return {
    edge: edge === FAR ? null : holdings.kinds.kinds[edge]!.name,
    name: heap.table.classes[holdings.classOf[group]!]!.name,
    node: holdings.holders[group] === 1 ? nodeRow(heap, holdings.holder[group]!) : null,
  }
}

/** The class of the owners, or of the holders where they are nobody's parts. */
function shownClass({ heap, holdings }: HoldingsOf, group: number): number {
  const owner = holdings.owner[group]!
  return owner === NO_OWNER ? holdings.classOf[group]! : heap.table.classOf[owner]!
}

function shownName(of: HoldingsOf, group: number): string {
  return functionOf(of, group) || of.heap.table.classes[shownClass(of, group)]!.name
}

/** What the functions are called that own a group's holders; null where the owners are no functions. */
function functionOf({ heap, holdings }: HoldingsOf, group: number): string | null {
  const owner = holdings.owner[group]!
  const { nodeType, nodeName, strings } = heap.snapshot
  const isFunction = owner !== NO_OWNER && nodeType[owner] === NodeType.closure
  return isFunction ? strings.text(nodeName[owner]!) : null
}

/** Finds all that may be owners or holders of a group. */
function queryOf(of: HoldingsOf, group: number, shown: number): string {
  const name = functionOf(of, group)
  const query = classQuery(of.heap.table.classes, shown)
  return name === null ? query : `${query} ${exactTerm('name', name)}`
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
  const { holdings } = of
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
      return rankBy(entries, (group) => shownName(of, group))
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

/** What holders can be filtered by; entries are groups. Key and kind are said of the class that rows show. */
export const HOLDER_TABLE: FilterTable<HoldingsOf> = {
  rows: 'holders',
  own: ['class', 'edge'],
  fields: [
    {
      name: 'class',
      aliases: ['name'],
      type: 'text',
      help: 'The class of the holders; of the engine’s parts also the class or function that they belong to.',
      example: 'class:Session',
      read: (of) => (pattern) => (group) => {
        const { name } = of.heap.table.classes[of.holdings.classOf[group]!]!
        return pattern.test(name) || pattern.test(shownName(of, group))
      },
    },
    ...CLASS_TABLE.fields
      .filter(({ name }) => ['classkey', 'kind'].includes(name))
      .map((field) =>
        fieldThrough(
          field,
          ({ heap }: HoldingsOf) => heap,
          (of) => (group) => shownClass(of, group),
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
