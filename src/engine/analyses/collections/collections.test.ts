import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CollectionRow } from '../../model/collection-rows.ts'
import { completeHeapOf } from '../../testing/complete-heap.ts'
import { type DrawnHeap, drawHeap } from '../../testing/draw-heap.ts'
import { buildSnapshot, type EdgeSpec, type NodeSpec } from '../../testing/heap-builder.ts'
import { quietTask } from '../../testing/quiet-task.ts'
import { findCollections } from './collections.ts'
import { collectionRow } from './list-collections.ts'
import { findOwners } from './owners.ts'

async function rowsOf(snapshot: DrawnHeap['snapshot']): Promise<CollectionRow[]> {
  const heap = await completeHeapOf(snapshot)
  const collections = await findCollections(heap, quietTask())
  const owners = await findOwners(heap, collections, quietTask())
  return Array.from(collections.nodes.keys(), (place) => collectionRow(heap, { collections, owners }, place))
}

async function drawn(text: string): Promise<Record<string, Partial<CollectionRow>>> {
  const heap = drawHeap(text)
  const rows = await rowsOf(heap.snapshot)
  return Object.fromEntries(rows.map(({ node, ...row }) => [heap.key(node.node), row]))
}

type Slot = readonly [slot: number, word: number]

/** A heap with one Map or Set whose table has `capacity` entries, of which these words refer to something. */
function tableHeap(kind: 'Map' | 'Set' | 'WeakMap', capacity: number, slots: readonly Slot[], word: 4 | 8) {
  const words = kind === 'Map' ? 3 : 2
  const start = kind === 'WeakMap' ? 3 : 3 + capacity / 2
  const length = start + words * capacity
  const nodes: NodeSpec[] = [
    { type: 'synthetic', name: '', id: 1, selfSize: 0 },
    { type: 'object', name: kind, id: 3, selfSize: word === 8 ? 32 : 20 },
    { type: 'array', name: '', id: 5, selfSize: (length + 2) * word },
    { type: 'object', name: 'Entry', id: 7, selfSize: 16 },
  ]
  const edges: EdgeSpec[] = [
    { from: 0, to: 1, type: 'element', name: 0 },
    { from: 1, to: 2, type: 'internal', name: 'table' },
    ...slots.map(([slot, at]) => ({
      from: 2,
      to: 3,
      type: kind === 'WeakMap' ? 'weak' : 'internal',
      name: String(start + slot * words + at),
    })),
  ]
  return buildSnapshot({ root: 0, nodes, edges })
}

test('entries of tables are counted once, whichever of their words refer to something', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('Map' as const, 'Set' as const, 'WeakMap' as const),
      fc.nat({ max: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 1 })), { maxLength: 80 }),
      fc.constantFrom(4 as const, 8 as const),
      async (kind, bits, picked, word) => {
        const capacity = 4 * 2 ** bits
        const slots = picked.map(([slot, at]): Slot => [slot % capacity, kind === 'Set' ? 0 : at])
        const [row] = await rowsOf(tableHeap(kind, capacity, slots, word))
        const seen = new Set(slots.map(([slot]) => slot)).size
        const least = capacity === 4 ? 0 : kind === 'WeakMap' ? 1 : capacity / 4
        const entries = seen < least ? null : seen
        expect(row).toMatchObject({
          collection: kind,
          capacity,
          entries,
          fill: entries === null ? null : seen / capacity,
          unused: entries === null ? null : (capacity - seen) * word * (kind === 'Map' ? 3 : 2),
        })
      },
    ),
    { numRuns: 400 },
  )
})

test('a table with references where none may be is not read', async () => {
  const [row] = await rowsOf(tableHeap('Map', 8, [[0, 0], [1, 0], [2, 2]], 8)) // prettier-ignore
  expect(row).toMatchObject({ collection: 'Map', capacity: null, entries: null, unused: null })
})

describe('arrays', () => {
  test('have room in their store, gaps, and are empty without one', async () => {
    const rows = await drawn(`
      full: object 32 "Array"; fullStore: array 32 "(object elements)"
      gappy: object 32 "Array"; gappyStore: array 176 "(object elements)"
      empty: object 32 "Array"; numbers: object 32 "Array"; numberStore: array 816 "(object elements)"
      a: object 24 "A"; root -> full; root -> gappy; root -> empty; root -> numbers
      full -element:0-> a; full -element:1-> a; full -internal:elements-> fullStore
      fullStore -internal:0-> a; fullStore -internal:1-> a
      gappy -element:2-> a; gappy -element:9-> a; gappy -internal:elements-> gappyStore
      gappyStore -internal:2-> a; gappyStore -internal:9-> a
      numbers -internal:elements-> numberStore
    `)
    expect(rows).toMatchObject({
      full: { entries: 2, capacity: 2, fill: 1, unused: 0, gaps: 0, sparse: false },
      gappy: { entries: 2, capacity: 20, fill: 0.1, unused: 144, gaps: 8, sparse: false },
      empty: { entries: 0, capacity: 0, fill: null, unused: 0, gaps: 0 },
      numbers: { entries: null, capacity: 100, fill: null, unused: null, gaps: null },
    })
  })

  test('are sparse where the store is a hash table', async () => {
    // Header, four words, and 4 entries of three.
    const rows = await drawn(`
      sparse: object 32 "Array"; store: array 144 "(object elements)"; a: object 24 "A"; root -> sparse
      sparse -element:1000-> a; sparse -element:4000000000-> a; sparse -internal:elements-> store
      store -internal:8-> a; store -internal:14-> a
    `)
    expect(rows).toMatchObject({
      sparse: { entries: 2, capacity: 4, unused: 48, gaps: 3_999_999_999, sparse: true },
    })
  })

  test('have no known room where words are compressed and nothing tells numbers from references', async () => {
    const rows = await drawn(`
      odd: object 12; numbers: object 16 "Array"; store: array 408 "(object elements)"; root -> odd; root -> numbers
      numbers -internal:elements-> store
    `)
    expect(rows).toMatchObject({ numbers: { entries: null, capacity: null } })
  })

  test('have no known room in captures of engines that write no stores', async () => {
    const rows = await drawn(`a: object 17 "Array"; b: object 24 "B"; root -> a; a -element:0-> b`)
    expect(rows).toMatchObject({ a: { entries: 1, capacity: null, unused: null } })
  })
})

describe('objects', () => {
  test('count as collections where their properties are in a hash table, but not prototypes', async () => {
    // Header, six words, and 4 entries of key, value and details: 20 words.
    const rows = await drawn(`
      dictionary: object 24 "Object"; keys: array 160 "(object properties)"
      proto: object 24 "P"; protoKeys: array 160 "(object properties)"; P: closure 64 "P"
      plain: object 24 "Object"; beside: hidden 40 "system / PropertyArray"
      k: string 24 "k"; a: object 24 "A"
      root -> dictionary; root -> P; root -> plain; plain -internal:properties-> beside
      dictionary -k-> a; dictionary -internal:properties-> keys
      keys -internal:6-> k; keys -internal:7-> a; keys -internal:9-> k
      P -prototype-> proto; proto -constructor-> P; proto -internal:properties-> protoKeys
    `)
    expect(rows).toEqual({
      dictionary: {
        collection: 'Object',
        entries: 2,
        capacity: 4,
        fill: 0.5,
        unused: 48,
        gaps: null,
        sparse: false,
        owner: '(root)',
      },
    })
  })
})

describe('owners', () => {
  const array = 'object 32 "Array"'

  test('are the class and field of the immediate dominator, if it refers to the collection', async () => {
    const rows = await drawn(`
      near: object 24 "Near"; far: object 24 "Far"; box: object 24 "Box"; a: ${array}; b: ${array}
      root -> near; root -> box; box -> far; far -list-> a; near -list-> b; box -other-> b
    `)
    expect(rows).toMatchObject({ a: { owner: 'Far.list' }, b: { owner: 'Near.list' } })
  })

  test('are elements, entries, roots, or nobody', async () => {
    const rows = await drawn(`
      map: object 32 "Map"; table: array 152 ""; outer: ${array}; store: array 24 "(object elements)"
      inner: ${array}; value: ${array}; handle: ${array}; weak: ${array}
      handles: synthetic "(Global handles)"; root -> map; root -> outer; root -> handles
      scope: object 24 "system / Context"; variable: ${array}; root -> scope; scope -hidden:0-> variable
      outer -element:0-> inner; outer -internal:elements-> store; store -internal:0-> inner
      map -internal:table-> table; table -internal:6-> value; handles -element:7-> handle; map ~> weak
    `)
    expect(rows).toMatchObject({
      inner: { owner: 'Array[]' },
      value: { owner: 'Map.(entry)' },
      handle: { owner: '(Global handles)' },
      variable: { owner: 'system / Context.(variable)' },
      weak: { owner: 'nothing but weak references' },
    })
  })
})
