import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WideColumn } from '../model/snapshot.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { naiveShallowSizes } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { adjustShallowSizes } from './shallow-sizes.ts'

async function sizesOf(text: string): Promise<Record<string, number>> {
  const heap = drawHeap(text)
  return heap.byKey(await adjustShallowSizes(heap.snapshot, quietTask()))
}

function total(sizes: WideColumn | readonly number[]): number {
  return Array.from(sizes).reduce((sum, size) => sum + size, 0)
}

test('the bytes of a backing store move to the one object it belongs to, through hidden nodes too', async () => {
  const sizes = await sizesOf('a: 10; h: hidden 3; s: array 5; root -> a -> h -> s')
  expect(sizes).toEqual({ root: 0, a: 18, h: 0, s: 0 })
})

test('what two objects lead to stays as it is, and so does what hangs on it', async () => {
  const sizes = await sizesOf('a: 10; b: 10; s: array 5; t: array 7; root -> a -> s -> t; root -> b -> s')
  expect(sizes).toEqual({ root: 0, a: 10, b: 10, s: 5, t: 7 })
})

test('a weak edge makes no owner', async () => {
  const sizes = await sizesOf('a: 10; b: 10; s: array 5; root -> a -> s; root -> b ~> s')
  expect(sizes).toEqual({ root: 0, a: 15, b: 10, s: 0 })
})

test('of native nodes only external string data is owned', async () => {
  const sizes = await sizesOf(`
    str: string 16; ext: native 1000 "system / ExternalStringData"; other: native 7
    root -> str -> ext; str -> other
  `)
  expect(sizes).toEqual({ root: 0, str: 1016, ext: 0, other: 7 })
})

test('synthetic nodes and the root own nothing', async () => {
  const sizes = await sizesOf(
    'g: synthetic 0; s: array 5; t: array 6; root -> win; root -> g -> s; root -> t',
  )
  expect(sizes).toEqual({ root: 0, win: 1, g: 0, s: 5, t: 6 })
})

test('not even a root that is no synthetic node', async () => {
  expect(await sizesOf('root: object 0; s: array 5; root -> win; root -> s')).toEqual({
    root: 0,
    win: 1,
    s: 5,
  })
})

test('without a user root the file is taken at its word', async () => {
  const heap = drawHeap('g: synthetic 0; a: 10; s: array 5; root -> g -> a -> s')
  expect(await adjustShallowSizes(heap.snapshot, quietTask())).toBe(heap.snapshot.selfSize)
})

test('the file itself keeps its sizes', async () => {
  const heap = drawHeap('a: 10; s: array 5; root -> a -> s')
  await adjustShallowSizes(heap.snapshot, quietTask())
  expect(heap.byKey(heap.snapshot.selfSize)).toEqual({ root: 0, a: 10, s: 5 })
})

test('sums past 32 bits are exact, and doubles are used only where one is', async () => {
  const heap = drawHeap('a: 3000000000; s: array 3000000000; root -> a -> s')
  expect(heap.byKey(await adjustShallowSizes(heap.snapshot, quietTask()))).toEqual({
    root: 0,
    a: 6_000_000_000,
    s: 0,
  })
  const apart = drawHeap('a: 3000000000; b: 3000000000; root -> a; root -> b')
  expect(await adjustShallowSizes(apart.snapshot, quietTask())).toBeInstanceOf(Uint32Array)
})

test('in random heaps sizes are those of the definition and add up to the same total', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const snapshot = buildSnapshot(spec)
      const sizes = await adjustShallowSizes(snapshot, quietTask())
      expect([...sizes]).toEqual(naiveShallowSizes(spec))
      expect(total(sizes)).toBe(total(snapshot.selfSize))
    }),
    { numRuns: 1500, seed: 13 },
  )
})
