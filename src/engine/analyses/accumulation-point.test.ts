import fc from 'fast-check'
import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { accumulationPoint } from './accumulation-point.ts'

async function pointIn(text: string, start: string) {
  const drawn = drawHeap(text)
  const point = await accumulationPoint(await completeHeapOf(drawn.snapshot), drawn.node(start), quietTask())
  return { point, keys: point.chain.map(({ node }) => drawn.key(node)) }
}

test('it goes down while the largest child retains at least 0.7 of its parent', async () => {
  const { point, keys } = await pointIn(
    'root -> a -> b -> c; b -> d; a: 10; b: 10; c: 60; d: 20; root -> e; e: 200',
    'a',
  )
  expect(keys).toEqual(['a', 'b'])
  expect(point).toMatchObject({
    steps: 1,
    below: 2,
    skipped: { count: 0 },
    largestBelow: { shallowSize: 60 },
  })
  expect((await pointIn('root -> a -> b; a: 3; b: 7', 'a')).keys).toEqual(['a', 'b'])
})

test('from the root it goes to the largest object, whatever its share', async () => {
  const text = 'r: synthetic 0 "(GC roots)"; root -> r -> a; r -> b; r -> c; a: 10; b: 11; c: 12'
  expect((await pointIn(text, 'root')).keys).toEqual(['root', 'r', 'c'])
})

test('of a long list it shows the first and the last and counts the rest', async () => {
  const keys = Array.from({ length: 300 }, (_, i) => `n${i}`)
  const text = `n299: 100000; root -> ${keys.join(' -> ')}`
  const { point, keys: shown } = await pointIn(text, 'n0')
  expect(point.steps).toBe(299)
  expect(point.skipped).toEqual({ count: 276, after: 12 })
  expect(shown).toEqual([...keys.slice(0, 12), ...keys.slice(-12)])
  expect(point.largestBelow).toBeNull()
})

test('in random heaps each step is the largest child, and the last has none large enough', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(24), fc.nat(), async (spec, pick) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { dominator, retainedSize } = heap.ready.graph
      const start = pick % spec.nodes.length
      const { chain, node, largestBelow } = await accumulationPoint(heap, start, quietTask())
      const largestOf = (at: number): number =>
        Math.max(
          0,
          ...spec.nodes.flatMap((_, child) =>
            child !== heap.snapshot.root && dominator[child] === at ? [retainedSize[child]!] : [],
          ),
        )
      expect(chain[0]!.node).toBe(start)
      expect(chain.at(-1)!.node).toBe(node.node)
      for (const [i, step] of chain.slice(1).entries()) {
        const above = chain[i]!
        expect(dominator[step.node]).toBe(above.node)
        expect(step.retainedSize).toBe(largestOf(above.node))
        if (above.type !== 'synthetic') {
          expect(step.retainedSize! / above.retainedSize!).toBeGreaterThanOrEqual(0.7)
        }
      }
      expect(largestBelow?.retainedSize ?? 0).toBe(largestOf(node.node))
      if (largestBelow) expect(largestBelow.retainedSize! / node.retainedSize!).toBeLessThan(0.7)
    }),
    { numRuns: 400, seed: 9 },
  )
})
