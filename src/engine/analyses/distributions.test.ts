import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_DISTANCE, SYSTEM_DISTANCE } from '../model/graph.ts'
import { captureHeap, completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { distanceDistribution, sizeDistribution } from './distributions.ts'

test('each size falls into the bin that begins at the power of two below it', async () => {
  const heap = await completeHeapOf(
    drawHeap(`
      root -> a; root -> b; root -> c; root -> d; root -> e
      a: object 1; b: object 2; c: object 3; d: object 4; e: object 5000000000
    `).snapshot,
  )
  const { shallow } = await sizeDistribution(heap, quietTask())
  expect(shallow.filter((bin) => bin.count > 0)).toEqual([
    { from: 1, to: 2, count: 1, shallowSize: 1, query: 'size:>=1 size:<2' },
    { from: 2, to: 4, count: 2, shallowSize: 5, query: 'size:>=2 size:<4' },
    { from: 4, to: 8, count: 1, shallowSize: 4, query: 'size:>=4 size:<8' },
    {
      from: 2 ** 32,
      to: 2 ** 33,
      count: 1,
      shallowSize: 5e9,
      query: `size:>=${2 ** 32} size:<${2 ** 33}`,
    },
  ])
  expect(shallow).toHaveLength(33)
})

test('bins of retained sizes count what an object keeps, and its own bytes only', async () => {
  const heap = await completeHeapOf(drawHeap('root -> a -> b; a: object 8; b: object 100').snapshot)
  const { retained } = await sizeDistribution(heap, quietTask())
  expect(retained).toEqual([
    { from: 64, to: 128, count: 2, shallowSize: 108, query: 'retained:>=64 retained:<128' },
  ])
})

test('all bins together hold every object with a size, once, where it belongs', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { distance, retainedSize } = heap.ready.graph
      const sized = [...heap.shallowSize.keys()].filter((node) => heap.shallowSize[node] !== 0)
      const { shallow, retained } = await sizeDistribution(heap, quietTask())
      for (const [bins, sizes] of [[shallow, heap.shallowSize] as const, [retained, retainedSize] as const]) {
        for (const bin of bins) {
          const inside = sized.filter((node) => sizes[node]! >= bin.from && sizes[node]! < bin.to)
          expect(bin.count).toBe(inside.length)
          expect(bin.shallowSize).toBe(inside.reduce((sum, node) => sum + heap.shallowSize[node]!, 0))
        }
        expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(sized.length)
      }
      const { bins } = await distanceDistribution(heap, quietTask())
      for (const { side, from, to, count } of bins) {
        const inside = sized.filter((node) => {
          const d = distance[node]!
          if (side === 'unreachable') return d === NO_DISTANCE
          const base = side === 'system' ? SYSTEM_DISTANCE : 0
          return d >= base + from && d <= base + to && (side === 'system' || d < SYSTEM_DISTANCE)
        })
        expect(count).toBe(inside.length)
      }
      expect(bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(sized.length)
    }),
  )
})

test('far distances share bins, so that a long list is no long list of bins', async () => {
  const links = Array.from({ length: 300 }, (_, i) => `n${i} -> n${i + 1}`).join('\n')
  const heap = await completeHeapOf(drawHeap(`root -> n0\n${links}`).snapshot)
  const { bins, fromGlobals } = await distanceDistribution(heap, quietTask())
  expect(fromGlobals).toBe(true)
  expect(bins.slice(30)).toEqual([
    { side: 'globals', from: 31, to: 31, count: 1, shallowSize: 1, query: 'distance:=31' },
    {
      side: 'globals',
      from: 32,
      to: 63,
      count: 32,
      shallowSize: 32,
      query: 'distance:>=32 distance:<=63',
    },
    {
      side: 'globals',
      from: 64,
      to: 127,
      count: 64,
      shallowSize: 64,
      query: 'distance:>=64 distance:<=127',
    },
    {
      side: 'globals',
      from: 128,
      to: 255,
      count: 128,
      shallowSize: 128,
      query: 'distance:>=128 distance:<=255',
    },
    {
      side: 'globals',
      from: 256,
      to: 511,
      count: 46,
      shallowSize: 46,
      query: 'distance:>=256 distance:<=511',
    },
  ])
})

test('the system side and what is unreachable stand apart', async () => {
  const { bins } = await distanceDistribution(await captureHeap('bun-1.4.5.heapsnapshot.gz'), quietTask())
  expect(bins.at(-1)).toEqual({
    side: 'unreachable',
    from: 0,
    to: 0,
    count: 1623,
    shallowSize: 165_174,
    query: 'distance:none',
  })
  expect(bins.find((bin) => bin.side === 'system')).toMatchObject({
    from: 2,
    query: 'distance:=100000002',
    count: 725,
  })
})
