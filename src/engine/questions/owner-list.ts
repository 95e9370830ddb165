import type { CompleteHeap } from '../analyses/heap.ts'
import { NODE_TABLE } from '../analyses/node-fields.ts'
import { nodeRow } from '../analyses/node-row.ts'
import { type Listing, orderedPage } from '../analyses/ordered-page.ts'
import { compareTexts } from '../analyses/list-nodes.ts'
import type { RecentMap } from '../base/recent-map.ts'
import type { Ownership } from '../diff/owners.ts'
import type { Comparison } from '../model/digest.ts'
import type { OwnerColumn, OwnerPage, OwnerRow } from '../model/diff-rows.ts'
import { type Field, fieldThrough, type FilterTable } from '../model/filter-fields.ts'
import { NodeType } from '../model/kinds.ts'
import type { ListRequest, Sort } from '../model/rows.ts'

/** The owners of what changed, by entry of `Ownership`, with the target's heap. */
export interface OwnedHeap {
  readonly heap: CompleteHeap
  readonly comparison: Comparison
  readonly owners: Ownership
}

/** What owners can be filtered by: what objects can, and what came and went beneath them. */
export const OWNER_TABLE: FilterTable<OwnedHeap> = {
  rows: 'owners',
  own: ['name', 'class'],
  fields: [
    ...NODE_TABLE.fields
      .filter(({ name }) =>
        ['name', 'class', 'kind', 'id', 'size', 'retained', 'distance', 'status'].includes(name),
      )
      .map((field) =>
        fieldThrough(
          field,
          ({ heap }: OwnedHeap) => heap,
          ({ owners }) =>
            (entry) =>
              owners.node[entry]!,
        ),
      ),
    sum('new', 'count', 'How many new objects it owns.', 'new:>100', ({ added }, entry) => added[entry]!),
    sum(
      'deleted',
      'count',
      'How many deleted objects it owned.',
      'deleted:>0',
      ({ removed }, entry) => removed[entry]!,
    ),
    sum('growth', 'bytes', 'New bytes less deleted ones.', 'growth:>1MB', growthOf),
  ],
}

function sum(
  name: string,
  type: 'bytes' | 'count',
  help: string,
  example: string,
  valueOf: (owners: Ownership, entry: number) => number,
): Field<OwnedHeap> {
  return {
    name,
    type,
    help,
    example,
    read:
      ({ owners }) =>
      (entry) =>
        valueOf(owners, entry),
  }
}

/** New bytes less deleted ones, and what its own size changed by. */
export function growthOf({ addedSize, removedSize, ownDelta }: Ownership, entry: number): number {
  return addedSize[entry]! - removedSize[entry]! + ownDelta[entry]!
}

/** The entries that are objects, not roots. */
export function ownerEntries({ heap, owners }: OwnedHeap): Uint32Array {
  const all = Uint32Array.from(owners.node, (_, entry) => entry)
  return all.filter((entry) => heap.snapshot.nodeType[owners.node[entry]!] !== NodeType.synthetic)
}

/** A page of owners; without a sort the one that grew most first. @param entries those that pass the filter */
export function ownerPage(
  owned: OwnedHeap,
  entries: Uint32Array,
  request: ListRequest<OwnerColumn>,
  orders: RecentMap<Uint32Array>,
  key: string,
): OwnerPage {
  const { owners } = owned
  const all = ownerEntries(owned)
  const listing: Listing<OwnerColumn, OwnerRow> = {
    entries,
    all: all.length,
    key,
    keyOf: (sort) => keyOf(owned, entries, sort),
    rowOf: (entry) => ownerRow(owned, entry),
  }
  const sort = request.sort ?? { column: 'growth', descending: true }
  const isObject = new Set(all)
  const roots = Array.from(owners.node, (_, entry) => entry).filter((entry) => !isObject.has(entry))
  return {
    ...orderedPage(listing, { ...request, sort }, orders),
    totals: {
      growth: total(entries, (entry) => growthOf(owners, entry)),
      added: total(entries, (entry) => owners.added[entry]!),
      removed: total(entries, (entry) => owners.removed[entry]!),
    },
    unattributed: {
      added: total(roots, (entry) => owners.added[entry]!),
      addedSize: total(roots, (entry) => owners.addedSize[entry]!),
      removed: total(roots, (entry) => owners.removed[entry]!),
      removedSize: total(roots, (entry) => owners.removedSize[entry]!),
      ownDelta: total(roots, (entry) => owners.ownDelta[entry]!),
      growth: total(roots, (entry) => growthOf(owners, entry)),
    },
  }
}

function ownerRow({ heap, comparison, owners }: OwnedHeap, entry: number): OwnerRow {
  const node = owners.node[entry]!
  const { other, counterpart } = comparison
  const twin = counterpart[node]!
  const mostly = owners.mostly[entry]!
  return {
    node: nodeRow(heap, node),
    baseId: other.nodeId[twin]!,
    added: owners.added[entry]!,
    addedSize: owners.addedSize[entry]!,
    removed: owners.removed[entry]!,
    removedSize: owners.removedSize[entry]!,
    ownDelta: owners.ownDelta[entry]!,
    growth: growthOf(owners, entry),
    retainedDelta: heap.ready.graph.retainedSize[node]! - other.retainedSize[twin]!,
    mostly:
      mostly === -1 ? null : { name: heap.table.classes[mostly]!.name, count: owners.mostlyCount[entry]! },
  }
}

function keyOf(
  owned: OwnedHeap,
  entries: Uint32Array,
  { column }: Sort<OwnerColumn>,
): (entry: number) => number {
  const { heap, comparison, owners } = owned
  switch (column) {
    case 'growth':
    case 'mostly':
      return (entry) => growthOf(owners, entry)
    case 'retainedDelta': {
      const { retainedSize } = heap.ready.graph
      const { other, counterpart } = comparison
      return (entry) => {
        const node = owners.node[entry]!
        return retainedSize[node]! - other.retainedSize[counterpart[node]!]!
      }
    }
    case 'name': {
      const nameOf = (entry: number): string =>
        heap.table.classes[heap.table.classOf[owners.node[entry]!]!]!.name
      const names = [...new Set(Array.from(entries, nameOf))].sort(compareTexts)
      const rank = new Map(names.map((name, place) => [name, place]))
      return (entry) => rank.get(nameOf(entry))!
    }
    default:
      return (entry) => owners[column][entry]!
  }
}

function total(entries: ArrayLike<number> & Iterable<number>, valueOf: (entry: number) => number): number {
  let result = 0
  for (const entry of entries) result += valueOf(entry)
  return result
}
