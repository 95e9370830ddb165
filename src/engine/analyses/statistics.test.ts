import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import type { Statistics } from '../model/statistics-rows.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import type { CompleteHeap } from './heap.ts'
import { partOfNodes, statisticsOf } from './statistics.ts'

async function statistics(heap: CompleteHeap): Promise<Statistics> {
  return statisticsOf(heap, await partOfNodes(heap, quietTask()))
}

async function sizes(text: string): Promise<Record<string, number>> {
  const { rows } = await statistics(await completeHeapOf(drawHeap(text).snapshot))
  return Object.fromEntries(
    rows.filter((row) => row.shallowSize > 0).map((row) => [row.part, row.shallowSize]),
  )
}

test('counts by node type what has a part of its own', async () => {
  expect(
    await sizes(`
      root -> a; root -> h; root -> c; root -> s; root -> j; root -> l; root -> n; root -> b
      h: hidden 1; c: code 2; s: string 4; j: concatenated-string 8; l: sliced-string 16
      n: native 32 "HTMLDivElement"; b: native 64 "system / JSArrayBufferData"; a: object 128
    `),
  ).toEqual({ system: 1, code: 2, strings: 28, otherNonJs: 32, typedArrays: 64, otherJs: 128 })
})

test('an array takes the list of its elements with it where nothing else refers to the list', async () => {
  // No user root, so that lists keep their own sizes.
  expect(
    await sizes(`
      gc: synthetic 0 "(GC roots)"
      root -> gc -> a -internal:elements-> mine
      gc -> b -internal:elements-> ours
      gc -> c -internal:elements-> ours
      a: object 1 "Array"; b: object 2 "Array"; c: object 4 "Array"
      mine: array 8; ours: array 16
    `),
  ).toEqual({ jsArrays: 15, otherJs: 16 })
})

test('a string that says "Array" is a string', async () => {
  expect(await sizes('root -> s; s: string 5 "Array"')).toEqual({ strings: 5 })
})

test('the parts of any heap add up, and their counts to all objects with a size', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const heap = await completeHeapOf(buildSnapshot({ ...spec, extraNativeBytes: 77 }))
      const { rows, total } = await statistics(heap)
      const sum = (of: (row: (typeof rows)[number]) => number): number =>
        rows.reduce((all, row) => all + of(row), 0)
      const sized = [...heap.shallowSize].filter((size) => size > 0)
      expect(sum((row) => row.shallowSize)).toBe(total)
      expect(total).toBe(sized.reduce((all, size) => all + size, 77))
      expect(sum((row) => row.count)).toBe(sized.length)
    }),
  )
})
