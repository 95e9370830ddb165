import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Removed } from '../model/retainer-rows.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { bruteLost, essentialEdges } from '../testing/oracles.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { findRemoved } from './removed.ts'
import { whatIf } from './what-if.ts'

const HEAP = drawHeap(`
  win: object 1 "Window" @11; cache: object 2 "Cache" @13; other: object 4 "Cache" @15
  s1: object 8 "S" @21; s2: object 16 "S" @23; s3: object 32 "S" @25; text: string 64 "t" @27
  root -> win -cache-> cache; win -other-> other
  cache -element:0-> s1; cache -element:1-> s2; other -element:0-> s2; other -element:5-> s3
  s3 -text-> text; s2 ~> text
`)

async function freedBy(removed: Partial<Removed>, keys = ['s1', 's2', 's3']) {
  const heap = await completeHeapOf(HEAP.snapshot)
  const found = await findRemoved(heap, { cuts: [], ignored: [], ...removed }, quietTask())
  return whatIf(heap, found, Uint32Array.from(keys, (key) => HEAP.node(key)).sort(), quietTask())
}

test('a cut by ids takes one reference out', async () => {
  const answer = await freedBy({ cuts: [{ from: '@13', type: 'element', name: '0', to: '@21' }] })
  expect(answer).toMatchObject({
    cutEdges: [1],
    freed: { count: 1, bytes: 8 },
    selected: { count: 3, bytes: 56 },
    freedOfSelection: { count: 1, bytes: 8 },
  })
})

test('a cut by generic name takes all of an object’s elements out, one by classes those of all objects', async () => {
  const one = await freedBy({ cuts: [{ from: '@15', type: 'element', name: '[]', to: 'S' }] })
  expect(one).toMatchObject({ cutEdges: [2], freed: { count: 2, bytes: 96 } })
  const all = await freedBy({ cuts: [{ from: 'Cache', type: 'element', name: '[]', to: 'S' }] })
  expect(all).toMatchObject({
    cutEdges: [4],
    freed: { count: 4, bytes: 120 },
    freedOfSelection: { count: 3 },
  })
})

test('an ignored retainer goes with all that only it keeps', async () => {
  expect(await freedBy({ ignored: ['@15'] })).toMatchObject({
    ignoredNodes: [1],
    freed: { count: 3, bytes: 100 },
    freedOfSelection: { count: 1, bytes: 32 },
    classCount: 3,
  })
  const { classes } = await freedBy({ ignored: ['Cache'] })
  expect(classes.map(({ name, freed, all }) => [name, freed.bytes, all.bytes])).toEqual([
    ['(string)', 64, 64],
    ['S', 56, 56],
    ['Cache', 6, 6],
  ])
})

test('what is not there takes nothing out', async () => {
  const cuts = [
    { from: '@999', type: 'element', name: '0', to: '@21' },
    { from: 'Cache', type: 'property', name: '0', to: 'S' },
    { from: '@23', type: 'weak', name: 'text', to: '@27' },
  ]
  const answer = await freedBy({ cuts, ignored: ['@999', 'Nobody'] })
  expect(answer).toMatchObject({ cutEdges: [0, 0, 0], ignoredNodes: [0, 0], freed: { count: 0, bytes: 0 } })
})

test('in random heaps cuts and ignored retainers free what brute force says', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomHeap(20),
      fc.array(fc.nat(), { maxLength: 3 }),
      fc.nat(),
      async (spec, ids, at) => {
        const heap = await completeHeapOf(buildSnapshot(spec))
        const ignored = [...new Set(ids.map((id) => id % spec.nodes.length))]
        const edge = spec.edges[at % Math.max(1, spec.edges.length)]
        const marks = essentialEdges(spec)
        const isCut = (other: (typeof spec.edges)[number], i: number): boolean =>
          other.from === edge!.from &&
          other.to === edge!.to &&
          other.type === edge!.type &&
          other.name === edge!.name &&
          marks[i]!
        const cut = edge ? [...spec.edges.keys()].filter((i) => isCut(spec.edges[i]!, i)) : []
        const address = edge && {
          from: `@${spec.nodes[edge.from]!.id}`,
          type: edge.type,
          name: String(edge.name),
          to: `@${spec.nodes[edge.to]!.id}`,
        }
        // A string of digits is an element's generic name only where it is cut as such.
        const removed = {
          cuts: address ? [address] : [],
          ignored: ignored.map((i) => `@${spec.nodes[i]!.id}`),
        }
        const lost = [...bruteLost(spec, new Set(ignored), new Set(cut))]
        const all = Uint32Array.from(spec.nodes.keys())
        const found = await whatIf(heap, await findRemoved(heap, removed, quietTask()), all, quietTask())
        expect(found.cutEdges).toEqual(address ? [cut.length] : [])
        expect(found.freedOfSelection.count).toBe(lost.length)
        const bytes = lost.reduce((sum, node) => sum + heap.shallowSize[node]!, 0)
        expect(found.freed.bytes).toBe(bytes)
        expect(found.classes.reduce((sum, { freed }) => sum + freed.bytes, 0)).toBe(bytes)
      },
    ),
    { numRuns: 600, seed: 71 },
  )
})
