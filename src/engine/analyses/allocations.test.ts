import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { RecentMap } from '../base/recent-map.ts'
import { readCapture } from '../format/open.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { captureSource } from '../testing/captures.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import {
  calleePage,
  callerPage,
  functionPage,
  functionSums,
  stackOf,
  stackSummary,
} from './allocation-stacks.ts'
import { allocatedClassPage, classAmounts } from './allocated-classes.ts'
import { type CallTree, callTree, frameOf } from './call-tree.ts'
import type { CompleteHeap } from './heap.ts'
import { stackIcicle } from './stack-icicle.ts'
import {
  allocatedQuery,
  allocationTimeReader,
  nodesAllocated,
  type Timeline,
  timelineBins,
  timelineOf,
  timelineSummary,
} from './timeline.ts'

const orders = () => new RecentMap<Uint32Array>(4)
const ALL = { start: 0, end: 1000 }

describe('the timeline of a page', () => {
  let heap: CompleteHeap
  let timeline: Timeline
  let call: CallTree

  beforeAll(async () => {
    const { snapshot } = await readCapture(captureSource('chrome-156.heaptimeline.gz'), quietTask())
    heap = await completeHeapOf(snapshot)
    timeline = (await timelineOf(snapshot, quietTask()))!
    call = (await callTree(snapshot, quietTask()))!
  }, 30_000)

  test('parts all objects by time, and nothing is lost', () => {
    const { during, before, after, untimed, ...summary } = timelineSummary(timeline)
    expect(summary).toEqual({ samples: 13, start: 0, end: 574_213 })
    const { nodeCount, selfSize } = heap.snapshot
    const parts = [during, before, after, untimed]
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(nodeCount)
    expect(parts.reduce((sum, { size }) => sum + size, 0)).toBe(
      Array.from(selfSize).reduce((a, b) => a + b, 0),
    )
    // Ids from 100,793 to 102,017, of which only odd ones are V8's.
    expect(during.count).toBeGreaterThan(300)
    expect(during.count).toBeLessThanOrEqual((102_017 - 100_793) / 2)
  })

  test('has a bin for each stretch, or fewer that add up to the same', () => {
    const fine = timelineBins(timeline, 100)
    expect(fine).toHaveLength(12)
    const { during } = timelineSummary(timeline)
    for (const most of [1, 2, 3, 5, 11, 12, 13, 100]) {
      const bins = timelineBins(timeline, most)
      expect(bins.length).toBeLessThanOrEqual(most)
      expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(during.count)
      expect(bins.reduce((sum, { size }) => sum + size, 0)).toBe(during.size)
      expect(bins[0]!.after).toBe(0)
      expect(bins.at(-1)!.last).toBe(574_213)
      bins.slice(1).forEach((bin, i) => expect(bin.after).toBe(bins[i]!.last))
    }
  })

  test('finds the objects of a stretch, and their classes', () => {
    const bins = timelineBins(timeline, 100)
    const largest = bins.toSorted((a, b) => b.size - a.size)[0]!
    const nodes = nodesAllocated(heap.snapshot, largest.first, largest.last)
    expect(nodes).toHaveLength(largest.count)
    const seconds = allocationTimeReader(heap.snapshot)
    expect([...new Set(Array.from(nodes, seconds))]).toEqual([largest.last / 1e6])
    const query = allocatedQuery(largest.first, largest.last)
    const sums = classAmounts(heap, nodes)
    const page = allocatedClassPage(
      heap,
      sums,
      query,
      { ...ALL, sort: { column: 'size', descending: true } },
      null,
      orders(),
    )
    expect(page.rows.reduce((sum, { size }) => sum + size, 0)).toBe(largest.size)
    expect(page.rows.map(({ name }) => name)).toContain('Row')
    expect(page.rows[0]!.query).toContain(query)
    const named = allocatedClassPage(
      heap,
      sums,
      query,
      { ...ALL, filter: 'row' },
      (index) => heap.table.classes[index]!.name === 'Row',
      orders(),
    )
    expect(named).toMatchObject({ total: 1, all: page.total })
  })

  test('knows who allocated, and what of it lives', () => {
    expect(stackSummary(call)).toMatchObject({
      stacks: 14,
      functions: 14,
      live: { count: 764, size: 32_860 },
    })
    const [root] = calleePage(call, null, ALL, orders()).rows
    expect(root).toMatchObject({
      name: '(root)',
      source: null,
      liveCount: 764,
      children: 5,
      query: 'trace:0..13',
    })
    const below = calleePage(call, 0, { ...ALL, sort: { column: 'size', descending: true } }, orders())
    expect(below.rows[0]).toMatchObject({ name: '', entry: 4, children: 1, query: 'trace:4..12' })
    const ownAndBelow = below.rows.reduce((sum, { size }) => sum + size, root!.ownSize)
    expect(ownAndBelow).toBe(root!.size)
  })

  test('turns the stacks round', () => {
    const top = callerPage(call, [], { ...ALL, sort: { column: 'liveSize', descending: true } }, orders())
    expect(top.rows.slice(0, 3).map(({ name, liveCount }) => [name, liveCount])).toEqual([
      ['Row', 453],
      ['set', 151],
      ['cycle', 151],
    ])
    const row = top.rows[0]!
    expect(row.query).toMatch(/^trace:\d+\.\.\d+$/)
    const callers = callerPage(call, [row.entry], ALL, orders()).rows
    expect(callers.reduce((sum, { size }) => sum + size, 0)).toBe(row.size)
    expect(callers[0]).toMatchObject({ name: 'cycle', liveCount: 453 })
  })

  test('lists functions with all they called', () => {
    const sums = functionSums(call)
    const page = functionPage(
      call,
      sums,
      { ...ALL, sort: { column: 'size', descending: true } },
      null,
      '',
      orders(),
    )
    expect(page.rows[0]).toMatchObject({ name: '(root)' })
    const cycle = page.rows.find(({ name }) => name === 'cycle')!
    expect(cycle).toMatchObject({ source: { line: 4, column: 15 }, liveCount: 755 })
    const one = functionPage(
      call,
      sums,
      ALL,
      (index) => frameOf(call, index).name === 'cycle',
      'cycle',
      orders(),
    )
    expect(one).toMatchObject({ total: 1, all: 14 })
    const byName = functionPage(
      call,
      sums,
      { ...ALL, sort: { column: 'name', descending: false } },
      null,
      '',
      orders(),
    )
    expect(byName.rows.map(({ name }) => name)).toEqual(page.rows.map(({ name }) => name).toSorted())
  })

  test('has the stack of an object', () => {
    const node = heap.snapshot.nodeTrace!.indexOf(12)
    const stack = stackOf(call, node)!
    expect(stack.frames.map(({ name }) => name)).toEqual(['Row', 'cycle', '', 'evaluate', '', '(root)'])
    expect(stack.live.count).toBe(453)
    expect(stackOf(call, heap.snapshot.root)).toBeNull()
  })
})

test('a capture without tracking has neither', async () => {
  const { snapshot } = await readCapture(captureSource('node-22.20.0-target.heapsnapshot.gz'), quietTask())
  expect(await timelineOf(snapshot, quietTask())).toBeNull()
  expect(await callTree(snapshot, quietTask())).toBeNull()
  expect(allocationTimeReader(snapshot)(5)).toBeNaN()
})

/** A tree of stacks over a few functions, with nodes of known stacks. */
const tracked: fc.Arbitrary<Snapshot> = fc
  .record({
    entries: fc.array(
      fc.record({
        up: fc.nat({ max: 5 }),
        fn: fc.nat({ max: 3 }),
        count: fc.nat({ max: 9 }),
        size: fc.nat({ max: 99 }),
      }),
      { minLength: 1, maxLength: 14 },
    ),
    nodes: fc.array(fc.nat({ max: 16 }), { minLength: 1, maxLength: 12 }),
    samples: fc.array(fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 30 })), { maxLength: 6 }),
  })
  .map(({ entries, nodes, samples }) => {
    const plain = buildSnapshot({
      root: 0,
      edges: [],
      nodes: nodes.map((_, i) => ({
        type: i === 0 ? 'synthetic' : 'object',
        name: `n${i % 4}`,
        id: 2 * i + 1,
        selfSize: i,
      })),
    })
    const parent: number[] = []
    const open: number[] = []
    entries.forEach(({ up }, i) => {
      open.length = Math.max(0, open.length - up)
      parent.push(open.at(-1) ?? i)
      open.push(i)
    })
    const column = (values: number[]): Uint32Array => Uint32Array.from(values)
    const names = [0, 1, 2, 3].map((i) => i % plain.strings.count)
    return {
      ...plain,
      nodeTrace: column(nodes),
      traces: {
        functions: {
          name: column(names),
          scriptName: column([0, 0, 0, 0]),
          scriptId: column([0, 0, 1, 1]),
          line: column([0, 1, 2, 3]),
          column: column([0, 1, 1, 1]),
        },
        tree: {
          // Ids from 1, as V8 has them, but in another order.
          id: column(entries.map((_, i) => entries.length - i)),
          parent: column(parent),
          functionIndex: column(entries.map(({ fn }) => fn)),
          count: column(entries.map(({ count }) => count)),
          size: column(entries.map(({ size }) => size)),
        },
        samples: { time: column(samples.map(([time]) => time)), lastId: column(samples.map(([, id]) => id)) },
      },
    }
  })

function waysOf({ traces }: Snapshot): number[][] {
  const { parent, functionIndex } = traces!.tree
  return Array.from(parent, (_, entry) => {
    const steps: number[] = []
    for (let at = entry; ; at = parent[at]!) {
      steps.push(at)
      if (parent[at] === at) return steps
    }
  }).map((steps) => steps.map((entry) => functionIndex[entry]!))
}

describe('of random trees', () => {
  test('sums of stacks, callers and functions are what adding up one by one gives', async () => {
    await fc.assert(
      fc.asyncProperty(tracked, async (snapshot) => {
        const call = (await callTree(snapshot, quietTask()))!
        const { tree } = snapshot.traces!
        const ways = waysOf(snapshot)
        const live = Array.from(tree.id, (id) => snapshot.nodeTrace!.filter((one) => one === id).length)
        const isBelow = (entry: number, top: number): boolean => {
          for (let at = entry; ; at = tree.parent[at]!) {
            if (at === top) return true
            if (tree.parent[at] === at) return false
          }
        }
        const sumOver = (values: ArrayLike<number>, has: (entry: number) => boolean): number =>
          Array.from(values).reduce((sum, value, entry) => (has(entry) ? sum + value : sum), 0)
        tree.id.forEach((_, top) => {
          expect(call.sums.size[top]).toBe(sumOver(tree.size, (entry) => isBelow(entry, top)))
          expect(call.sums.liveCount[top]).toBe(sumOver(live, (entry) => isBelow(entry, top)))
        })
        const sums = functionSums(call)
        for (let fn = 0; fn < 4; fn++) {
          expect(sums.ownSize[fn]).toBe(sumOver(tree.size, (entry) => ways[entry]![0] === fn))
          expect(sums.size[fn]).toBe(sumOver(tree.size, (entry) => ways[entry]!.includes(fn)))
        }
        const way = ways[ways.length - 1]!.slice(0, 2)
        for (const row of callerPage(call, way.slice(0, 1), ALL, orders()).rows) {
          const begins = (entry: number): boolean =>
            ways[entry]![0] === way[0] && ways[entry]![1] === row.entry
          expect(row.size).toBe(sumOver(tree.size, begins))
        }
      }),
      { numRuns: 300 },
    )
  })

  test('an icicle is as wide as its sums, and what is not drawn is gathered', async () => {
    await fc.assert(
      fc.asyncProperty(
        tracked,
        fc.constantFrom(0, 0.05, 0.2),
        fc.integer({ min: 1, max: 30 }),
        async (snapshot, least, most) => {
          const call = (await callTree(snapshot, quietTask()))!
          const { cells, total } = stackIcicle(call, { entry: null, measure: 'size', least, most })
          expect(cells.filter(({ entry }) => entry !== -1).length).toBeLessThanOrEqual(most)
          const top = cells.filter(({ depth }) => depth === 0)
          expect(top.reduce((sum, { value }) => sum + value, 0)).toBe(total)
          for (const { from, to, value } of cells) expect(to - from).toBeCloseTo(value / total)
          for (const { entry, from, to, depth } of cells) {
            if (entry === -1) continue
            const inside = cells.filter(
              (one) => one.depth === depth + 1 && one.from >= from - 1e-9 && one.to <= to + 1e-9,
            )
            const own = call.sums.ownSize[entry]!
            expect(inside.reduce((sum, { value }) => sum + value, 0)).toBe(call.sums.size[entry]! - own)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('an object belongs to the first sample that knows its id', async () => {
    await fc.assert(
      fc.asyncProperty(tracked, async (snapshot) => {
        const timeline = await timelineOf(snapshot, quietTask())
        if (!timeline) return
        const seconds = allocationTimeReader(snapshot)
        snapshot.nodeId.forEach((id, node) => {
          const at = timeline.lastId.findIndex((last) => id <= last)
          const time = at > 0 ? timeline.time[at]! / 1e6 : Number.NaN
          expect(seconds(node)).toBe(time)
        })
      }),
      { numRuns: 300 },
    )
  })
})
