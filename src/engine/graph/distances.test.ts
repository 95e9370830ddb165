import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Snapshot } from '../model/snapshot.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot, buildStrings } from '../testing/heap-builder.ts'
import { naiveDistances } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { computeDistances } from './distances.ts'
import { findWeakMapPairs } from './weak-map-pairs.ts'

const SYSTEM = 100_000_000

async function distancesOf(snapshot: Snapshot): Promise<Int32Array> {
  return computeDistances(snapshot, await findWeakMapPairs(snapshot.strings, quietTask()), quietTask())
}

async function drawn(text: string): Promise<Record<string, number>> {
  const heap = drawHeap(text)
  return heap.byKey(await distancesOf(heap.snapshot))
}

test('distances count from the program, and from the root for what the program does not reach', async () => {
  const distances = await drawn(`
    gc: synthetic
    root -> gc -> sys; root -shortcut:win-> win -> a -> b; sys -> b; gc ~> lost
  `)
  expect(distances).toEqual({ root: SYSTEM, gc: SYSTEM + 1, sys: SYSTEM + 2, win: 1, a: 2, b: 3, lost: -1 })
})

test('the documents are a user root although they are synthetic', async () => {
  const distances = await drawn('d: synthetic "(Document DOM trees)"; root -> d -> node')
  expect(distances).toEqual({ root: SYSTEM, d: 1, node: 2 })
})

test('a user root may hang on the root by a weak edge', async () => {
  expect(await drawn('root ~> a -> b')).toEqual({ root: SYSTEM, a: 1, b: 2 })
})

test('without user roots the root has 0', async () => {
  expect(await drawn('gc: synthetic; root -> gc -> a')).toEqual({ root: 0, gc: 1, a: 2 })
})

test('edges that keep nothing alive count all the same, but for weak ones', async () => {
  const distances = await drawn('root -> a -shortcut:x-> b; a ~> c')
  expect(distances).toEqual({ root: SYSTEM, a: 1, b: 2, c: -1 })
})

describe('an edge is passed over', () => {
  test('when it is the sloppy function map of a native context', async () => {
    const distances = await drawn(`
      ctx: hidden "system / NativeContext"; other: object "system / NativeContext"
      root -> ctx -internal:sloppy_function_map-> map; ctx -internal:strict_function_map-> strict
      root -> other -internal:sloppy_function_map-> seen
    `)
    expect(distances).toMatchObject({ map: -1, strict: 2, seen: 2 })
  })

  test('when it is a descriptor link that maps share', async () => {
    const distances = await drawn(`
      d: array "(map descriptors)"
      root -> d; d -hidden:0-> a; d -hidden:1-> b; d -hidden:2-> c; d -hidden:4-> e; d -element:7-> f
      d -internal:10th-> g; d -internal:enum_cache-> h
    `)
    expect(distances).toMatchObject({ a: 2, b: 2, c: 2, e: -1, f: -1, g: -1, h: 2 })
  })

  test('when it is the nearer half of a WeakMap entry', async () => {
    const pair = '/ part of key (K @3) -> value (V @4) pair in WeakMap (table @100)'
    const distances = await drawn(`
      root -> table; root -> a -> b -> key
      table -internal:"1 ${pair}"-> value; key -internal:"2 ${pair}"-> value
    `)
    expect(distances).toMatchObject({ table: 1, key: 3, value: 4 })
  })

  test('also where several strings have the name that matters', async () => {
    const heap = drawHeap(`
      a: hidden "system / NativeContext"; b: hidden "another"
      root -> a -internal:sloppy_function_map-> x; root -> b -internal:sloppy_function_map-> y
    `)
    const { strings } = heap.snapshot
    const texts = Array.from({ length: strings.count }, (_, i) => strings.text(i))
    const twice = texts.map((text) => (text === 'another' ? 'system / NativeContext' : text))
    const distance = await distancesOf({ ...heap.snapshot, strings: buildStrings(twice) })
    expect(heap.byKey(distance)).toMatchObject({ a: 1, x: -1, b: 1, y: -1 })
  })
})

test('only internal edges are halves of WeakMap entries', async () => {
  const distances = await drawn(`
    ctx: hidden "system / NativeContext"
    root -> ctx -property:"1 / part of key (K @3) -> value (V @4) pair in WeakMap (table @100)"-> a
  `)
  expect(distances).toMatchObject({ ctx: 1, a: 2 })
})

test('the third edge of a name begins a pair anew', async () => {
  const pair = '/ part of key (K @3) -> value (V @4) pair in WeakMap (table @100)'
  const distances = await drawn(`
    root -> a; root -> b
    a -internal:"1 ${pair}"-> x; a -internal:"2 ${pair}"-> y; a -internal:"3 ${pair}"-> z
  `)
  expect(distances).toMatchObject({ x: -1, y: 2, z: -1 })
})

test('in random heaps distances are those of a plain search', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      expect([...(await distancesOf(buildSnapshot(spec)))]).toEqual(naiveDistances(spec))
    }),
    { numRuns: 2000, seed: 14 },
  )
})
