import fc from 'fast-check'
import { expect, test } from 'vitest'
import { topsOf } from '../graph/tops.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { objectCells } from './dominator-cells.ts'
import { groupCells } from './group-cells.ts'
import { type GroupPlace, largestHead } from './group-place.ts'
import type { CompleteHeap } from './heap.ts'
import { groupsBelow } from './list-groups.ts'
import { FOLDED, treeGrouping } from './tree-grouping.ts'
import { treeWay } from './tree-way.ts'

const ALL = { minSize: 1, minShare: 0, maxCells: 1e6, maxDepth: 1e6 }

function placeOf(tops: Uint32Array, path: readonly string[] = []): GroupPlace {
  return { by: 'class', node: null, path, tops }
}

/** From the outermost selected dominator of a node down to it; null where there is none. */
function chainOf({ ready, snapshot }: CompleteHeap, selected: ReadonlySet<number>, node: number) {
  const chain: number[] = []
  let top = -1
  for (let at = node; ; at = ready.graph.dominator[at]!) {
    chain.unshift(at)
    if (selected.has(at)) top = chain.length
    if (at === snapshot.root) break
  }
  return top === -1 ? null : chain.slice(chain.length - top)
}

test('the trees of random selections hold all that the selected objects dominate, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(32), fc.uniqueArray(fc.nat({ max: 31 })), async (spec, picks) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { nodeCount } = heap.snapshot
      const nodes = Uint32Array.from(picks.filter((node) => node < nodeCount)).sort()
      const selected = new Set(nodes)
      const tops = topsOf(heap.ready.graph, nodes)
      const grouping = treeGrouping(heap, 'class')
      const sizes = new Map<string, number>([['[]', 0]])
      const inside: number[] = []
      const { distance, retainedSize } = heap.ready.graph
      for (let node = 0; node < distance.length; node++) {
        const chain = chainOf(heap, selected, node)
        if (!chain) continue
        inside.push(node)
        const groups = chain.map(grouping.of).filter((group) => group !== FOLDED)
        const path = groups.filter((group, i) => group !== groups[i - 1])
        for (let length = 0; length <= path.length; length++) {
          const key = JSON.stringify(path.slice(0, length).map((group) => grouping.nameOf(group).key))
          sizes.set(key, (sizes.get(key) ?? 0) + heap.shallowSize[node]!)
        }
      }
      for (const [key, size] of sizes) if (size === 0 && key !== '[]') sizes.delete(key)

      const byClass = await groupCells(heap, placeOf(tops), ALL, quietTask())
      const found = new Map<string, number>()
      for (const [i, { size }] of byClass.cells.entries()) {
        const path: string[] = []
        for (let at = i; at !== 0; at = byClass.cells[at]!.parent) {
          const { subject } = byClass.cells[at]!
          if (subject.what === 'group') path.unshift(subject.group.key)
        }
        found.set(JSON.stringify(path), size)
      }
      expect([...found].toSorted()).toEqual([...sizes].toSorted())

      const byObject = await objectCells(heap, tops, ALL, quietTask())
      const shown = byObject.cells.flatMap(({ subject }) =>
        subject.what === 'object' ? [subject.node.node] : [],
      )
      expect(shown.toSorted((a, b) => a - b)).toEqual(inside.filter((node) => retainedSize[node]! > 0))
      expect(byObject.cells[0]).toMatchObject({ size: sizes.get('[]'), own: 0, depth: 0 })

      const rows = await groupsBelow(heap, placeOf(tops), quietTask())
      expect(rows.map(({ size }) => size)).toEqual(
        byClass.cells
          .filter(({ depth }) => depth === 1)
          .map(({ size }) => size)
          .toSorted((a, b) => b - a),
      )
    }),
    { numRuns: 300, seed: 17 },
  )
})

test('a selection begins at its outermost objects, and the way to a place begins there, too', async () => {
  const drawn = drawHeap(
    'root -> a -> b -> c -> d; root -> e; a: 1 "A"; b: 2 "B"; c: 4 "B"; d: 8 "D"; e: 16 "D"',
  )
  const heap = await completeHeapOf(drawn.snapshot)
  const nodes = Uint32Array.from(['b', 'c', 'e'], (key) => drawn.node(key)).sort()
  const tops = topsOf(heap.ready.graph, nodes)
  const { cells } = await groupCells(heap, placeOf(tops), ALL, quietTask())
  expect(
    cells.map(({ subject, size, count, depth }) => {
      return [subject.what === 'group' && subject.group.name, size, count, depth]
    }),
  ).toEqual([
    ['(selection)', 30, 0, 0],
    ['D', 16, 1, 1],
    ['B', 14, 2, 1],
    ['D', 8, 1, 2],
  ])
  expect(drawn.key(await largestHead(heap, placeOf(tops), quietTask()))).toBe('e')
  await expect(largestHead(heap, placeOf(new Uint32Array(0)), quietTask())).rejects.toThrow(
    'Nothing is selected',
  )
  const [row] = await groupsBelow(heap, placeOf(tops), quietTask())
  expect(row).toMatchObject({ name: 'D', size: 16, query: null })
  const way = treeWay(heap, { by: 'object', node: drawn.node('d'), path: [] }, tops)
  expect(way.nodes.map(({ node }) => drawn.key(node))).toEqual(['b', 'c', 'd'])
  expect(treeWay(heap, { by: 'object', node: null, path: [] }, tops).nodes).toEqual([])
})
