import { describe, expect, test } from 'vitest'
import { RecentMap } from '../../base/recent-map.ts'
import { readCapture } from '../../format/open.ts'
import type { CollectionRow, OwnerRow } from '../../model/collection-rows.ts'
import { CAPTURES, captureSource } from '../../testing/captures.ts'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { orderedPage } from '../ordered-page.ts'
import { findCollections } from './collections.ts'
import { collectionListing, collectionOverview, ownerListing } from './list-collections.ts'
import { groupByOwner } from './owner-groups.ts'
import { findOwners } from './owners.ts'

async function open(name: string) {
  const { snapshot } = await readCapture(captureSource(name), quietTask())
  const heap = await completeHeapOf(snapshot)
  const collections = await findCollections(heap, quietTask())
  const owners = await findOwners(heap, collections, quietTask())
  const groups = await groupByOwner(heap, collections, owners, quietTask())
  const all = { start: 0, end: 1_000_000 }
  const owned = { collections, owners }
  const places = Uint32Array.from(collections.nodes.keys())
  const numbers = Uint32Array.from(owners.names.keys())
  const rows = orderedPage(collectionListing(heap, owned, places, ''), all, new RecentMap(1)).rows
  const byOwner = orderedPage(ownerListing(heap, owned, groups, numbers, ''), all, new RecentMap(1)).rows
  return { heap, collections, rows, byOwner }
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number | null): number {
  return rows.reduce((total, row) => total + (of(row) ?? 0), 0)
}

function ownedBy(rows: readonly CollectionRow[], pattern: RegExp): CollectionRow[] {
  return rows.filter((row) => pattern.test(row.owner))
}

describe.each(CAPTURES)('the collections of %s', (name) => {
  test('add up by kind, by entries and by owner', async () => {
    const { heap, collections, rows, byOwner } = await open(name)
    const { kinds, bins } = collectionOverview(heap, collections)
    expect(sum(kinds, (row) => row.count)).toBe(rows.length)
    expect(sum(bins, (row) => row.count)).toBe(rows.length)
    expect(sum(byOwner, (row) => row.count)).toBe(rows.length)
    const unused = sum(rows, (row) => row.unused)
    expect(sum(kinds, (row) => row.unused)).toBe(unused)
    expect(sum(bins, (row) => row.unused)).toBe(unused)
    expect(sum(byOwner, (row) => row.unused)).toBe(unused)
    const shallow = sum(rows, (row) => row.node.shallowSize)
    expect(sum(kinds, (row) => row.shallowSize)).toBe(shallow)
    expect(sum(byOwner, (row: OwnerRow) => row.shallowSize)).toBe(shallow)
  })

  test('never hold more than fits', async () => {
    const { rows } = await open(name)
    for (const { fill } of rows) expect(fill ?? 0).toBeLessThanOrEqual(1)
  })
})

/** By construction, and by V8's rules of growth: 410 entries need a table for 512. */
describe.each(CAPTURES.filter((name) => /^(node|deno)-/.test(name)))('%s, made by leak-a.cjs', (name) => {
  test('has the Map of 410 sessions in Cache.entries, which has room for 512', async () => {
    const { rows } = await open(name)
    expect(ownedBy(rows, /^Cache\.entries$/)).toMatchObject([
      { collection: 'Map', entries: 410, capacity: 512, fill: 410 / 512, unused: 102 * 24, gaps: null },
    ])
  })

  test('has the WeakMap of the sessions, the listeners, the points and the duplicates in global variables', async () => {
    const { rows } = await open(name)
    const found = ownedBy(rows, /^(global( \(global\*\))?|Window)\./)
    const sizes = found.map(({ collection, entries }) => `${collection} ${entries}`)
    expect(sizes).toEqual(expect.arrayContaining(['WeakMap 410', 'Array 410', 'Array 2000', 'Array 300']))
  })

  test('has 410 arrays of 500 numbers, of which only the room is known', async () => {
    const { rows } = await open(name)
    const arrays = rows.filter(({ collection, capacity }) => collection === 'Array' && capacity === 500)
    expect(arrays.length).toBe(410)
    expect(new Set(arrays.map((row) => row.entries))).toEqual(new Set([null]))
  })
})

test('a page whose words are compressed has its Map of 253 rows, which has room for 256', async () => {
  const { rows } = await open('chrome-156-target.heapsnapshot.gz')
  expect(rows.filter((row) => row.collection === 'Map')).toMatchObject([
    { entries: 253, capacity: 256, unused: 3 * 12 },
  ])
})

test('of maps of another engine it is said that nothing is known', async () => {
  const { rows } = await open('bun-1.4.5.heapsnapshot.gz')
  const maps = rows.filter((row) => row.collection === 'Map')
  expect(maps.length).toBe(3)
  for (const row of maps)
    expect(row).toMatchObject({ entries: null, capacity: null, fill: null, unused: null })
})
