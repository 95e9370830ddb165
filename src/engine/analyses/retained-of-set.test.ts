import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topsOf } from '../graph/tops.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { bruteDominators, bruteLost } from '../testing/oracles.ts'
import { plainHeap } from '../testing/plain-heap.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomRemoval } from '../testing/random-removal.ts'
import { retainedOfSet } from './retained-of-set.ts'

async function retained(text: string, keys: readonly string[]) {
  const heap = drawHeap(text)
  const nodes = Uint32Array.from(keys, (key) => heap.node(key)).sort()
  return retainedOfSet(await completeHeapOf(heap.snapshot), nodes, quietTask())
}

const SHARED = 'root -> win -> a -> x; win -> b -> x; a: 10; b: 20; x: 5; b -> y; y: 7; win -> c -> y; c: 1'

test('what only several members together hold is freed with all of them', async () => {
  expect(await retained(SHARED, ['a', 'b'])).toEqual({
    retained: { count: 3, bytes: 35 },
    own: { count: 2, bytes: 30 },
    tops: 2,
    together: 5,
  })
})

test('what others hold too stays', async () => {
  const { retained: freed, together } = await retained(SHARED, ['a', 'c'])
  expect(freed).toEqual({ count: 2, bytes: 11 })
  expect(together).toBe(0)
})

test('a member below another adds nothing', async () => {
  const { retained: freed, own, tops } = await retained('root -> win -> a -> b -> c; b: 3', ['a', 'b'])
  expect(freed).toEqual({ count: 3, bytes: 5 })
  expect(own).toEqual({ count: 2, bytes: 4 })
  expect(tops).toBe(1)
})

test('no members hold nothing, and the root holds all', async () => {
  expect((await retained(SHARED, [])).retained).toEqual({ count: 0, bytes: 0 })
  expect((await retained(SHARED, ['root', 'a'])).retained).toEqual({ count: 6, bytes: 44 })
})

test('in random heaps a set retains exactly what is lost without it, and its tops are those that no other dominates', async () => {
  await fc.assert(
    fc.asyncProperty(randomRemoval(24), async ({ spec, nodes }) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const set = Uint32Array.from(nodes)
      const lost = [...bruteLost(spec, nodes, new Set())]
      const { dominator } = bruteDominators(spec)
      const isTop = (node: number): boolean => {
        for (let at = node; at !== spec.root; at = dominator[at]!) if (nodes.has(dominator[at]!)) return false
        return true
      }
      const sizes = lost.map((node) => heap.shallowSize[node]!)
      const found = await retainedOfSet(heap, set, quietTask())
      expect([...topsOf(heap.ready.graph, set)]).toEqual([...nodes].filter(isTop))
      expect(found.retained.count).toBe(sizes.filter((size) => size > 0).length)
      expect(found.retained.bytes).toBe(sizes.reduce((sum, size) => sum + size, 0))
    }),
    { numRuns: 1000, seed: 41 },
  )
})

const MANY = 600_000

test('a set of hundreds of thousands is marked, and so exact', async () => {
  // Two halves that hold one node together, and a hub that holds both.
  const heap = await completeHeapOf(
    plainHeap(MANY, (node) => {
      if (node === 0) return [1]
      if (node === 1) return Array.from({ length: MANY - 3 }, (_, i) => i + 2)
      return node < MANY - 1 ? [MANY - 1] : []
    }),
  )
  const all = Uint32Array.from({ length: MANY - 3 }, (_, i) => i + 2)
  const together = await retainedOfSet(heap, all, quietTask())
  expect(together).toMatchObject({ retained: { count: MANY - 2 }, together: 1, tops: MANY - 3 })
  const allButOne = await retainedOfSet(heap, all.subarray(1), quietTask())
  expect(allButOne).toMatchObject({ retained: { count: MANY - 4 }, together: 0 })
})
