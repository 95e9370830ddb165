import { describe, expect, test } from 'vitest'
import type { CollectionRow, OwnerRow } from '../../model/collection-rows.ts'
import type { Session } from '../../session.ts'
import { QUIET_HOST } from '../../testing/captures.ts'
import { openContent, openPythonCapture } from '../../testing/python-captures.ts'
import { pythonText, type PythonNodeSpec } from '../../testing/python-text.ts'

async function owned(session: Session, owner: string): Promise<OwnerRow | undefined> {
  const request = { start: 0, end: 5000, sort: { column: 'retainedSize', descending: true } } as const
  const { rows } = await session.ask('collectionOwners', [request], QUIET_HOST)
  return rows.find((row) => row.owner === owner)
}

async function only(session: Session, owner: string): Promise<CollectionRow> {
  const { rows } = await session.ask('ownedCollections', [owner, { start: 0, end: 5 }], QUIET_HOST)
  expect(rows).toHaveLength(1)
  return rows[0]!
}

test('containers of a real program are called after the module, class or call that holds them', async () => {
  const session = await openPythonCapture('gallery')
  expect(await owned(session, 'shop.caches.pages')).toMatchObject({ kinds: ['dict'], count: 1, entries: 200 })
  expect(await owned(session, 'shop.caches.rows[…]')).toMatchObject({
    kinds: ['dict'],
    count: 300,
    entries: 900,
  })
  expect(await owned(session, 'shop.models.Session.instances')).toMatchObject({
    kinds: ['list'],
    entries: 50,
  })
  expect(await owned(session, 'shop.models.Session.data')).toMatchObject({ count: 50, entries: 5000 })
  expect(await owned(session, 'shop.models.Parent.children')).toMatchObject({ count: 100, entries: 200 })
  expect(await owned(session, 'handle.answers')).toMatchObject({ kinds: ['list'], entries: 100 })
})

test('caches say how many results they hold and may hold', async () => {
  const session = await openPythonCapture('gallery')
  expect(await only(session, 'shop.caches.square')).toMatchObject({
    collection: 'unbounded lru_cache',
    entries: 50,
    capacity: null,
  })
  expect(await only(session, 'shop.caches.cube')).toMatchObject({
    collection: 'lru_cache',
    entries: 50,
    capacity: 128,
  })
})

describe.each(['cache', '__dict__'])('the dictionary of a cache, called %s', (name) => {
  test('is no container beside the cache, and what it holds is called after that', async () => {
    const session = await openContent(pythonText(cacheWith(name)))
    const request = { start: 0, end: 10, sort: { column: 'name', descending: false } } as const
    const { rows } = await session.ask('collectionOwners', [request], QUIET_HOST)
    expect(rows.map(({ owner, kinds, entries }) => [owner, kinds, entries])).toEqual([
      ['app.square', ['unbounded lru_cache'], 2],
      ['app.square[…]', ['list'], 6],
    ])
  })
})

/** A cache of `functools` with two lists as results. */
function cacheWith(name: string): readonly PythonNodeSpec[] {
  const nodes: readonly Omit<PythonNodeSpec, 'address'>[] = [
    { type: 'synthetic', name: '', edges: [['element', 0, 1]] },
    { type: 'synthetic', name: '(modules)', edges: [['property', 'app', 2]] },
    { name: 'module', preview: 'app', edges: [['internal', '__dict__', 3]] },
    { name: 'dict', length: 1, edges: [['property', 'square', 4]] },
    {
      name: 'functools._lru_cache_wrapper',
      edges: [
        ['internal', name, 5],
        ['internal', '__dict__', 6],
      ],
    },
    {
      name: 'dict',
      length: 2,
      edges: [
        ['property', 'one', 8],
        ['property', 'two', 9],
      ],
    },
    { name: 'dict', length: 1, edges: [['property', '__wrapped__', 7]] },
    { type: 'closure', name: 'function', preview: 'square (app.py:1)' },
    { name: 'list', length: 3 },
    { name: 'list', length: 3 },
  ]
  return nodes.map((node, at) => ({ size: 64, ...node, address: 0x10_0000 + 64 * at }))
}

test('weak dictionaries, deques and others are told apart', async () => {
  const session = await openPythonCapture('gallery')
  const kindOf = async (name: string) => {
    const { collection, entries } = await only(session, `shop.caches.${name}`)
    return [collection, entries]
  }
  expect(await kindOf('names')).toEqual(['WeakValueDictionary', 10])
  expect(await kindOf('keys')).toEqual(['WeakKeyDictionary', 10])
  expect(await kindOf('recent')).toEqual(['deque', 10])
  expect(await kindOf('ordered')).toEqual(['OrderedDict', 2])
  expect(await kindOf('by_letter')).toEqual(['defaultdict', 10])
  expect(await kindOf('unused_set')).toEqual(['set', 0])
})

test('the room in a container follows from its size', async () => {
  const session = await openPythonCapture('gallery')
  // A list made by repeating has no room to spare; a dictionary of 200 texts has 2^9 indexes, two thirds of which it fills.
  const { rows } = await session.ask(
    'ownedCollections',
    ['shop.models.Session.data', { start: 0, end: 1 }],
    QUIET_HOST,
  )
  expect(rows[0]).toMatchObject({ entries: 100, capacity: 100, unused: 0 })
  expect(await only(session, 'shop.caches.pages')).toMatchObject({ capacity: 341, unused: 141 * 16 })
  expect(await only(session, 'shop.caches.unused_set')).toMatchObject({ capacity: 8, unused: 128 })
})

test('dictionaries are grouped by their keys', async () => {
  const session = await openPythonCapture('gallery')
  const shapes = await session.ask(
    'shapes',
    [{ start: 0, end: 5, filter: 'shape:="{id, name, price}"' }],
    QUIET_HOST,
  )
  expect(shapes.rows.map(({ name, count }) => [name, count])).toEqual([['{id, name, price}', 300]])
  const { rows } = await session.ask(
    'selected',
    [[{ op: '+', query: shapes.rows[0]!.query }], { start: 0, end: 1 }],
    QUIET_HOST,
  )
  expect(rows[0]!.className).toBe('dict')
})
