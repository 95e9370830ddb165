import type {
  CollectionColumn,
  CollectionKind,
  CollectionKindRow,
  CollectionOverview,
  CollectionRow,
  EntriesBin,
  OwnerColumn,
  OwnerRow,
} from '../../model/collection-rows.ts'
import { exactTerm } from '../../model/filter-term.ts'
import type { Sort } from '../../model/rows.ts'
import type { CompleteHeap } from '../heap.ts'
import { compareTexts, nodeKey } from '../list-nodes.ts'
import { nodeRow } from '../node-row.ts'
import type { Listing } from '../ordered-page.ts'
import { type Collections, COLLECTION_KINDS, UNKNOWN } from './collection-columns.ts'
import type { OwnerGroups } from './owner-groups.ts'
import type { CollectionOwners } from './owners.ts'

/** Finds all collections: what is none has no entries either. */
const ANY_COLLECTION = `collection:${COLLECTION_KINDS.map(kindWord).join(',')}`

/** Collections with their owners. */
export interface OwnedCollections {
  readonly collections: Collections
  readonly owners: CollectionOwners
}

/** What `orderedPage` needs for a list of collections. @param places those that pass the filter; `key` names that set */
export function collectionListing(
  heap: CompleteHeap,
  owned: OwnedCollections,
  places: Uint32Array,
  key: string,
): Listing<CollectionColumn, CollectionRow> {
  return {
    entries: places,
    all: owned.collections.nodes.length,
    key,
    keyOf: (sort) => collectionKey(heap, owned, places, sort),
    rowOf: (place) => collectionRow(heap, owned, place),
  }
}

/** What is not known sorts last whichever way. */
function knownFirst(column: ArrayLike<number>, descending: boolean): (place: number) => number {
  const unknown = descending ? -1 : Number.MAX_VALUE
  return (place) => (column[place] === UNKNOWN ? unknown : column[place]!)
}

function collectionKey(
  heap: CompleteHeap,
  { collections, owners }: OwnedCollections,
  places: Uint32Array,
  { column, descending }: Sort<CollectionColumn>,
): (place: number) => number {
  const { nodes, kind, entries, capacity, unused, gaps } = collections
  switch (column) {
    case 'collection':
      return (place) => kind[place]!
    case 'entries':
      return knownFirst(entries, descending)
    case 'capacity':
      return knownFirst(capacity, descending)
    case 'unused':
      return knownFirst(unused, descending)
    case 'gaps':
      return knownFirst(gaps, descending)
    case 'fill': {
      const unknown = descending ? -1 : Number.MAX_VALUE
      return (place) => fillOf(collections, place) ?? unknown
    }
    case 'owner': {
      const rank = textRanks(owners.names)
      return (place) => rank[owners.owner[place]!]!
    }
    default: {
      const keyOf = nodeKey(
        heap,
        places.map((place) => nodes[place]!),
        { column, descending },
      )
      return (place) => keyOf(nodes[place]!)
    }
  }
}

/** The alphabetic place of each text. */
function textRanks(texts: readonly string[]): Uint32Array {
  const order = [...texts.keys()].sort((a, b) => compareTexts(texts[a]!, texts[b]!))
  const ranks = new Uint32Array(texts.length)
  order.forEach((at, rank) => {
    ranks[at] = rank
  })
  return ranks
}

/** Entries by capacity, or null. */
export function fillOf({ entries, capacity }: Collections, place: number): number | null {
  if (entries[place] === UNKNOWN || capacity[place]! <= 0) return null
  return entries[place]! / capacity[place]!
}

function known(value: number): number | null {
  return value === UNKNOWN ? null : value
}

/** One collection. */
export function collectionRow(heap: CompleteHeap, owned: OwnedCollections, place: number): CollectionRow {
  const { collections, owners } = owned
  return {
    node: nodeRow(heap, collections.nodes[place]!),
    collection: COLLECTION_KINDS[collections.kind[place]!]!,
    entries: known(collections.entries[place]!),
    capacity: known(collections.capacity[place]!),
    fill: fillOf(collections, place),
    unused: known(collections.unused[place]!),
    gaps: known(collections.gaps[place]!),
    sparse: collections.sparse[place] === 1,
    owner: owners.names[owners.owner[place]!]!,
  }
}

/** What `orderedPage` needs for a list of owners. @param entries those that pass the filter; `key` names that set */
export function ownerListing(
  heap: CompleteHeap,
  { collections, owners }: OwnedCollections,
  groups: OwnerGroups,
  entries: Uint32Array,
  key: string,
): Listing<OwnerColumn, OwnerRow> {
  return {
    entries,
    all: owners.names.length,
    key,
    keyOf: ({ column }) => {
      if (column === 'name') {
        const rank = textRanks(owners.names)
        return (owner) => rank[owner]!
      }
      const values = groups[column]
      return (owner) => values[owner]!
    },
    rowOf: (owner) => ownerRow(heap, collections, owners.names[owner]!, groups, owner),
  }
}

function ownerRow(
  heap: CompleteHeap,
  { nodes, kind }: Collections,
  name: string,
  groups: OwnerGroups,
  owner: number,
): OwnerRow {
  const places = groups.member.subarray(groups.first[owner], groups.first[owner + 1])
  const kinds = COLLECTION_KINDS.map(() => 0)
  for (const place of places) kinds[kind[place]!]!++
  const order = [...kinds.keys()].filter((k) => kinds[k]! > 0).sort((a, b) => kinds[b]! - kinds[a]!)
  return {
    index: owner,
    owner: name,
    kinds: order.map((k) => COLLECTION_KINDS[k]!),
    count: groups.count[owner]!,
    empty: groups.empty[owner]!,
    unknown: groups.unknown[owner]!,
    entries: groups.entries[owner]!,
    capacity: groups.capacity[owner]!,
    unused: groups.unused[owner]!,
    shallowSize: groups.shallowSize[owner]!,
    retainedSize: groups.retainedSize[owner]!,
    example: nodeRow(heap, nodes[places[0]!]!),
    query: exactTerm('owner', name),
  }
}

/** Sums by kind and by number of entries. O(collections). */
export function collectionOverview(
  { shallowSize }: CompleteHeap,
  collections: Collections,
): CollectionOverview {
  return {
    kinds: kindRows(collections, (node) => shallowSize[node]!),
    bins: entryBins(collections, (node) => shallowSize[node]!),
  }
}

function kindRows(
  { nodes, kind, entries, unused, sparse }: Collections,
  sizeOf: (node: number) => number,
): CollectionKindRow[] {
  const rows = COLLECTION_KINDS.map((collection) => ({
    collection,
    count: 0,
    empty: 0,
    one: 0,
    unknown: 0,
    sparse: 0,
    unused: 0,
    shallowSize: 0,
    query: `collection:${kindWord(collection)}`,
  }))
  for (let place = 0; place < nodes.length; place++) {
    const row = rows[kind[place]!]!
    row.count++
    if (entries[place] === 0) row.empty++
    if (entries[place] === 1) row.one++
    if (entries[place] === UNKNOWN) row.unknown++
    row.sparse += sparse[place]!
    row.unused += Math.max(0, unused[place]!)
    row.shallowSize += sizeOf(nodes[place]!)
  }
  return rows.filter((row) => row.count > 0)
}

/** Bin 0 is empty, bin 1 has one entry, bin b up to 4 to the power of b - 1; the last are those that are not known. */
function entryBins({ nodes, entries, unused }: Collections, sizeOf: (node: number) => number): EntriesBin[] {
  const bins: { count: number; unused: number; shallowSize: number }[] = []
  const notKnown = { count: 0, unused: 0, shallowSize: 0 }
  for (let place = 0; place < nodes.length; place++) {
    const bin = binOf(entries[place]!)
    while (bins.length <= bin) bins.push({ count: 0, unused: 0, shallowSize: 0 })
    const sums = bin === -1 ? notKnown : bins[bin]!
    sums.count++
    sums.unused += Math.max(0, unused[place]!)
    sums.shallowSize += sizeOf(nodes[place]!)
  }
  const rows = bins.map((sums, bin): EntriesBin => {
    const from = bin < 2 ? bin : 4 ** (bin - 2) + 1
    const to = bin < 2 ? bin : 4 ** (bin - 1)
    return { from, to, ...sums, query: `entries:${from === to ? from : `${from}..${to}`}` }
  })
  if (notKnown.count > 0)
    rows.push({ from: null, to: null, ...notKnown, query: `${ANY_COLLECTION} entries:none` })
  return rows
}

function binOf(entries: number): number {
  if (entries <= 1) return entries === UNKNOWN ? -1 : entries
  let bin = 2
  while (4 ** (bin - 1) < entries) bin++
  return bin
}

/** A kind as the filter language writes it. */
function kindWord(kind: CollectionKind): string {
  return kind.replace(' ', '-')
}
