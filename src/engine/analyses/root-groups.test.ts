import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecentMap } from '../base/recent-map.ts'
import type { RootColumn, RootGroupRow } from '../model/root-rows.ts'
import type { ListRequest } from '../model/rows.ts'
import { captureHeap, completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { essentialEdges, reachedFrom } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import type { CompleteHeap } from './heap.ts'
import { findRootGroups, listedGroups, rootGroupPage, sumRootGroups } from './root-groups.ts'

const EVERYTHING = { start: 0, end: 1e6 }

async function rowsOf(
  heap: CompleteHeap,
  request: ListRequest<RootColumn> = EVERYTHING,
): Promise<readonly RootGroupRow[]> {
  const found = await findRootGroups(heap, quietTask())
  const sums = sumRootGroups(heap, found)
  return rootGroupPage(
    heap,
    found,
    sums,
    listedGroups(heap, found, sums, false),
    request,
    null,
    new RecentMap(2),
  ).rows
}

const NAMED = `
  root: synthetic 0
  gc: synthetic 0 "(GC roots)"
  handles: synthetic 0 "(Global handles)"
  strong: synthetic 0 "(Strong root list)"
  win: object 10 "Window"
  root -element:1-> gc
  gc -element:1-> handles
  gc -element:2-> strong
  root -shortcut:2-> win
  handles -> win
  handles -> h
  handles -> both
  strong -> both -> below
  win -> app
  win -> late
  h -> late
  h: object 100; both: object 200; below: object 400; app: object 1000; late: object 2000
`

test('says what each kind of roots alone leads to, and what several do', async () => {
  const rows = await rowsOf(await completeHeapOf(drawHeap(NAMED).snapshot))
  expect(rows.map(({ kind, name, keptCount, keptSize }) => ({ kind, name, keptCount, keptSize }))).toEqual([
    // Also `late`: what is outside the page keeps nothing of it alive.
    { kind: 'globals', name: 'Globals', keptCount: 3, keptSize: 3010 },
    { kind: 'several', name: 'Several of these', keptCount: 2, keptSize: 600 },
    { kind: 'machine', name: '(Global handles)', keptCount: 1, keptSize: 100 },
    { kind: 'none', name: 'Nothing leads here', keptCount: 0, keptSize: 0 },
    { kind: 'machine', name: '(Strong root list)', keptCount: 0, keptSize: 0 },
    { kind: 'machine', name: '(GC roots)', keptCount: 0, keptSize: 0 },
  ])
})

test('counts references that keep something alive, and the bytes at their ends', async () => {
  const rows = await rowsOf(await completeHeapOf(drawHeap(NAMED).snapshot))
  const handles = rows.find((row) => row.name === '(Global handles)')
  // The edge to Window is no hold: it belongs to the page, and the handle does not.
  expect(handles).toMatchObject({ references: 2, shallowSize: 300, members: 1, query: 'root:=@5' })
  expect(rows.find((row) => row.kind === 'globals')).toMatchObject({
    references: 2,
    shallowSize: 3000,
    members: 1,
    node: null,
    query: 'root:=globals',
  })
})

test('sorts by any column', async () => {
  const heap = await completeHeapOf(drawHeap(NAMED).snapshot)
  const rows = await rowsOf(heap, { ...EVERYTHING, sort: { column: 'name', descending: true } })
  expect(rows.slice(0, 3).map((row) => row.name)).toEqual([
    'Several of these',
    'Nothing leads here',
    'Globals',
  ])
})

test('the rows of any heap add up to all objects with a size, and `none` is what the root does not lead to', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(), async (spec) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const rows = await rowsOf(heap)
      const sized = [...heap.shallowSize.keys()].filter((node) => heap.shallowSize[node] !== 0)
      expect(rows.reduce((sum, row) => sum + row.keptCount, 0)).toBe(sized.length)
      expect(rows.reduce((sum, row) => sum + row.keptSize, 0)).toBe(
        sized.reduce((sum, node) => sum + heap.shallowSize[node]!, 0),
      )
      const keeps = essentialEdges(spec)
      const reached = reachedFrom(
        [spec.root],
        spec.edges.filter((_, i) => keeps[i]),
      )
      expect(rows.find((row) => row.kind === 'none')!.keptCount).toBe(
        sized.filter((node) => !reached.has(node)).length,
      )
    }),
    { numRuns: 300 },
  )
})

test('where a capture marks no globals its native contexts take their place', async () => {
  const rows = await rowsOf(await captureHeap('chrome-156-target.heapsnapshot.gz'))
  expect(rows.find((row) => row.kind === 'globals')).toMatchObject({ members: 3, keptSize: 183_900 })
  expect(rows.find((row) => row.name === 'C++ Persistent roots')).toMatchObject({ references: 67 })
})
