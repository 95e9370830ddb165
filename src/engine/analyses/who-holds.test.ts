import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentMap } from '../base/recent-map.ts'
import type { HolderRow } from '../model/retainer-rows.ts'
import { filterEntries } from '../query/compile-filter.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges } from '../testing/oracles.ts'
import { plainHeap } from '../testing/plain-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { HOLDER_TABLE, holderPage } from './holder-rows.ts'
import { whoHolds } from './who-holds.ts'

const HEAP = drawHeap(`
  win: object 1 "Window" @11; a: object 2 "Cache" @13; b: object 4 "Cache" @15
  s1: object 8 "S" @21; s2: object 16 "S" @23; s3: object 32 "S" @25
  root -> win -> a; win -> b; win -last-> s3
  a -element:0-> s1; a -element:1-> s2; a -element:2-> s2; b -element:0-> s2; s2 -next-> s3; a ~> s3
`)

async function rows(filter?: string): Promise<readonly HolderRow[]> {
  const heap = await completeHeapOf(HEAP.snapshot)
  const nodes = Uint32Array.from(['s1', 's2', 's3'], (key) => HEAP.node(key)).sort()
  const of = { heap, holdings: await whoHolds(heap, nodes, quietTask()) }
  const passes = filterEntries(filter, { table: HOLDER_TABLE, source: of, now: () => 0 })
  const request = { start: 0, end: 9, ...(filter === undefined ? {} : { filter }) }
  return holderPage(of, request, passes, new RecentMap(1), '').rows
}

test('holders are grouped by class and kind of edge, and what each holds counts once', async () => {
  expect(await rows()).toMatchObject([
    {
      name: 'Window',
      edge: { name: 'last' },
      held: { count: 1, bytes: 32 },
      only: { count: 0, bytes: 0 },
      holders: 1,
      node: { id: 11 },
      query: 'id:@11',
      ignore: '@11',
    },
    { name: 'S', edge: { name: 'next' }, held: { count: 1, bytes: 32 }, holders: 1, inside: 1 },
    {
      name: 'Cache',
      edge: { type: 'element', name: '[]', look: 'collection' },
      held: { count: 2, bytes: 24 },
      only: { count: 2, bytes: 24 },
      holders: 2,
      inside: 0,
      node: null,
      query: 'class:="Cache"',
      ignore: 'Cache',
    },
  ])
})

test('holders can be filtered', async () => {
  expect((await rows('class:S')).map(({ name }) => name)).toEqual(['S'])
  expect((await rows('edge:=[] OR last')).map(({ name }) => name)).toEqual(['Window', 'Cache'])
  expect((await rows('size:<30 count:2')).map(({ name }) => name)).toEqual(['Cache'])
})

test('a part of the engine is named by what it belongs to, and each function by itself', async () => {
  const drawn = drawHeap(`
    m1: object 1 "Map" @11; t1: array 1 "" @13; m2: object 1 "Map" @15; t2: array 1 "" @17; it: object 1 "Map Iterator"
    root -> m1 -internal:table-> t1; root -> m2 -internal:table-> t2; root -> deep -> it -internal:table-> t1
    f: closure 1 "handle" @21; c: object 1 "system / Context" @23; g: closure 1 "other"; d: object 1 "system / Context"
    root -> f -internal:context-> c; root -> g -internal:context-> d
    o: object 1 "Big"; ps: array 1 "(object properties)"; cell: hidden 1 "system / PropertyCell"
    root -> o -internal:properties-> ps -internal:0-> cell
    shape: object-shape 1 "system / Map"; m1 -internal:map-> shape; m2 -internal:map-> shape
    x: object 8 "X"; y: object 16 "X"; z: object 32 "X"
    t1 -internal:1-> x; t2 -internal:2-> y; c -context:held-> x; d -context:held-> y; cell -internal:value-> z
    shape -internal:proto-> z
  `)
  const heap = await completeHeapOf(drawn.snapshot)
  const nodes = Uint32Array.from(['x', 'y', 'z'], (key) => drawn.node(key))
  const of = { heap, holdings: await whoHolds(heap, nodes, quietTask()) }
  const { rows: found } = holderPage(of, { start: 0, end: 9 }, null, new RecentMap(1), '')
  const told = found.map(({ name, through, holders, query, ignore }) => [
    name,
    through && `${through.edge} ${through.name}`,
    holders,
    query,
    ignore,
  ])
  expect(told.toSorted()).toEqual(
    [
      ['Map', 'table (array)', 2, 'class:="Map"', '(array)'],
      ['handle', 'context system / Context', 1, 'id:@21', '@23'],
      ['other', 'context system / Context', 1, expect.anything(), expect.anything()],
      ['Big', 'null (system)', 1, expect.anything(), expect.anything()],
      // A hidden class belongs to many.
      ['(object shape)', null, 1, expect.anything(), expect.anything()],
    ].toSorted(),
  )
  expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
  const passing = filterEntries('class:handle OR class:array', {
    table: HOLDER_TABLE,
    source: of,
    now: () => 0,
  })
  const some = holderPage(of, { start: 0, end: 9 }, passing, new RecentMap(1), '').rows
  expect(some.map(({ name }) => name).toSorted()).toEqual(['Map', 'handle'])
})

test('in random heaps the groups are what looking at each reference gives', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(20), fc.nat({ max: 2 }), async (spec, every) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const marks = essentialEdges(spec)
      const chosen = Uint32Array.from(spec.nodes.keys()).filter((node) => node % (every + 1) === 0)
      const { classOf, classes } = heap.table
      const holdings = await whoHolds(heap, chosen, quietTask())
      const found = Array.from({ length: holdings.count }, (_, group) => {
        const { type, name } = holdings.kinds.kinds[holdings.edgeKind[group]!]!
        const way = `${classes[holdings.classOf[group]!]!.key} ${type} ${name}`
        return [
          way,
          holdings.held[group],
          holdings.holders[group],
          holdings.inside[group],
          holdings.only[group],
        ]
      })
      const wanted = new Map<string, { held: Set<number>; holders: Set<number> }>()
      spec.edges.forEach(({ from, to, type, name }, i) => {
        if (!marks[i] || !chosen.includes(to)) return
        const way = `${classes[classOf[from]!]!.key} ${type} ${genericName(type, name)}`
        const group = wanted.get(way) ?? { held: new Set(), holders: new Set() }
        group.held.add(to)
        group.holders.add(from)
        wanted.set(way, group)
      })
      const expected = [...wanted].map(([way, { held, holders }]) => {
        const others = [...wanted].filter(([other]) => other !== way)
        const only = [...held].filter((node) => others.every(([, group]) => !group.held.has(node)))
        const inside = [...holders].filter((node) => chosen.includes(node))
        return [way, held.size, holders.size, inside.length, only.length]
      })
      const order = (a: readonly unknown[], b: readonly unknown[]): number => (String(a) < String(b) ? -1 : 1)
      expect(found.toSorted(order)).toEqual(expected.toSorted(order))
    }),
    { numRuns: 600, seed: 91 },
  )
})

function genericName(type: string, name: string | number): string {
  const pair = / pair in WeakMap \(table @(\d+)\)$/.exec(String(name))
  if (pair && type === 'internal') return `value in WeakMap @${pair[1]}`
  return /^\d+$/.test(String(name)) ? '[]' : String(name)
}

const MANY = 1_000_000

test('a million members of one array are one group', async () => {
  const heap = await completeHeapOf(
    plainHeap(MANY, (node) => (node === 0 ? Array.from({ length: MANY - 1 }, (_, i) => i + 1) : [])),
  )
  const nodes = Uint32Array.from({ length: MANY - 1 }, (_, i) => i + 1)
  const holdings = await whoHolds(heap, nodes, quietTask())
  expect(holdings.count).toBe(1)
  expect(holdings.only[0]).toBe(MANY - 1)
})
