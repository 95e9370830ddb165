import { COLLECTION_TABLE, OWNER_TABLE } from '../analyses/collections/collection-tables.ts'
import {
  collectionListing,
  collectionOverview,
  ownerListing,
} from '../analyses/collections/list-collections.ts'
import { groupByOwner, type OwnerGroups } from '../analyses/collections/owner-groups.ts'
import { orderedPage } from '../analyses/ordered-page.ts'
import { HeapError } from '../base/error.ts'
import type {
  CollectionColumn,
  CollectionOverview,
  CollectionRow,
  OwnerColumn,
  OwnerRow,
} from '../model/collection-rows.ts'
import type { ListRequest, Page } from '../model/rows.ts'
import type { Term } from '../model/selection-rows.ts'
import type { Asked } from './asked.ts'
import { passingEntries } from './filtered.ts'

type Terms = readonly Term[] | null

/** Questions about collections: all, or those of a selection. */
export const collectionQuestions = {
  /** Sums by kind and by number of entries. */
  async collectionOverview(whole: Asked, among: Terms = null): Promise<CollectionOverview> {
    const asked = await whole.about(among)
    const { collections } = await asked.collections()
    return asked.shared('collection overview', () => collectionOverview(asked.heap, collections))
  },

  /** All collections. */
  async collections(
    whole: Asked,
    request: ListRequest<CollectionColumn>,
    among: Terms = null,
  ): Promise<Page<CollectionRow>> {
    const asked = await whole.about(among)
    const owned = await asked.collections()
    const key = `collections ${request.filter ?? ''}`
    const places = await asked.shared(key, (task) =>
      passingEntries(counting(owned.collections.nodes.length), request.filter, {
        table: COLLECTION_TABLE,
        source: { heap: asked.heap, ...owned },
        now: asked.now,
        task,
      }),
    )
    return orderedPage(collectionListing(asked.heap, owned, places, key), request, asked.orders)
  },

  /** Collections by what holds them. */
  async collectionOwners(
    whole: Asked,
    request: ListRequest<OwnerColumn>,
    among: Terms = null,
  ): Promise<Page<OwnerRow>> {
    const asked = await whole.about(among)
    const owned = await asked.collections()
    const groups = await ownerGroups(asked)
    const { names } = owned.owners
    const key = `owners ${request.filter ?? ''}`
    const owners = await asked.shared(key, (task) =>
      passingEntries(counting(names.length), request.filter, {
        table: OWNER_TABLE,
        source: { names, groups },
        now: asked.now,
        task,
      }),
    )
    return orderedPage(ownerListing(asked.heap, owned, groups, owners, key), request, asked.orders)
  },

  /** The collections of one owner by its name. @throws HeapError `not-found` */
  async ownedCollections(
    whole: Asked,
    owner: string,
    request: ListRequest<CollectionColumn>,
    among: Terms = null,
  ): Promise<Page<CollectionRow>> {
    const asked = await whole.about(among)
    const owned = await asked.collections()
    const { first, member } = await ownerGroups(asked)
    const index = owned.owners.names.indexOf(owner)
    if (index === -1) throw new HeapError('not-found', `Nothing is held by ${owner} in this heap.`)
    const places = member.subarray(first[index], first[index + 1])
    const listing = collectionListing(asked.heap, owned, places, `owned ${owner}`)
    return orderedPage({ ...listing, all: places.length }, request, asked.orders)
  },
}

async function ownerGroups(asked: Asked): Promise<OwnerGroups> {
  const { collections, owners } = await asked.collections()
  return asked.shared('owner groups', (task) => groupByOwner(asked.heap, collections, owners, task))
}

function counting(count: number): Uint32Array {
  const numbers = new Uint32Array(count)
  for (let i = 0; i < count; i++) numbers[i] = i
  return numbers
}
