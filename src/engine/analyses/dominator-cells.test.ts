import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TreeCell } from '../model/dominator-rows.ts'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { buildSnapshot } from '../testing/heap-builder.ts'
import { quietTask } from '../testing/quiet-task.ts'
import { randomHeap } from '../testing/random-heap.ts'
import { objectCells } from './dominator-cells.ts'
import type { CompleteHeap } from './heap.ts'

const ALL = { minSize: 0, minShare: 0, maxCells: 1e6, maxDepth: 1e6 }

/** What each cell should be, worked out by recursion over all below it. */
function naiveTree(heap: CompleteHeap, top: number) {
  const { dominator } = heap.ready.graph
  const { root } = heap.snapshot
  const childrenOf = (node: number): number[] =>
    Array.from(dominator.keys()).filter((child) => child !== root && dominator[child] === node)
  const sizeOf = (node: number): number =>
    childrenOf(node).reduce((sum, child) => sum + sizeOf(child), heap.shallowSize[node]!)
  const below = (node: number): number[] => [node, ...childrenOf(node).flatMap(below)]
  const nodes = below(top).filter((node) => node === top || sizeOf(node) > 0)
  return { childrenOf, sizeOf, nodes }
}

function nodeOf({ subject }: TreeCell): number {
  if (subject.what !== 'object') throw new Error('This is a group.')
  return subject.node.node
}

const limits = fc.record({
  minSize: fc.nat({ max: 200 }),
  minShare: fc.constantFrom(0, 0, 0.05, 0.3),
  maxCells: fc.integer({ min: 1, max: 12 }),
  maxDepth: fc.nat({ max: 4 }),
})

test('without limits every object that retains anything is a cell below its dominator', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(24), fc.nat(), async (spec, pick) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const top = pick % spec.nodes.length
      const { cells, full } = await objectCells(heap, top, ALL, quietTask())
      const { sizeOf, nodes } = naiveTree(heap, top)
      expect(full).toBe(false)
      expect(cells.map(nodeOf).sort((a, b) => a - b)).toEqual(nodes.sort((a, b) => a - b))
      for (const cell of cells) {
        expect(cell.size).toBe(sizeOf(nodeOf(cell)))
        expect(cell.rest).toEqual({ cells: 0, objects: 0, size: 0 })
        if (cell.parent !== -1) {
          const above = cells[cell.parent]!
          expect(heap.ready.graph.dominator[nodeOf(cell)]).toBe(nodeOf(above))
          expect(cell.depth).toBe(above.depth + 1)
        }
      }
    }),
    { numRuns: 300, seed: 1 },
  )
})

test('with limits the largest are cells, and what is left out is counted where it hangs', async () => {
  await fc.assert(
    fc.asyncProperty(randomHeap(40), limits, async (spec, limit) => {
      const heap = await completeHeapOf(buildSnapshot(spec))
      const { root } = heap.snapshot
      const { cells, full } = await objectCells(heap, root, limit, quietTask())
      const { childrenOf, sizeOf, nodes } = naiveTree(heap, root)
      const depthOf = (node: number): number =>
        node === root ? 0 : 1 + depthOf(heap.ready.graph.dominator[node]!)
      const wanted = nodes.filter(
        (node) =>
          node === root ||
          (sizeOf(node) >= Math.max(limit.minSize, limit.minShare * sizeOf(root)) &&
            depthOf(node) <= limit.maxDepth),
      )
      const sizes = wanted.map(sizeOf).sort((a, b) => b - a)
      expect(cells.map((cell) => cell.size)).toEqual(sizes.slice(0, limit.maxCells))
      expect(full).toBe(wanted.length > limit.maxCells)
      const shown = new Set(cells.map(nodeOf))
      for (const [i, cell] of cells.entries()) {
        const children = childrenOf(nodeOf(cell)).filter((child) => sizeOf(child) > 0)
        const left = children.filter((child) => !shown.has(child))
        const size = left.reduce((sum, child) => sum + sizeOf(child), 0)
        expect(cell.rest).toEqual({ cells: left.length, objects: left.length, size })
        const below = cells.filter(({ parent }) => parent === i).reduce((sum, child) => sum + child.size, 0)
        expect(cell.own + below + cell.rest.size).toBe(cell.size)
      }
    }),
    { numRuns: 600, seed: 2 },
  )
})

test('of equal objects the first in the file come first', async () => {
  const drawn = drawHeap('root -> a; root -> b; root -> c; root -> d')
  const heap = await completeHeapOf(drawn.snapshot)
  const { cells } = await objectCells(heap, drawn.node('root'), { ...ALL, maxCells: 3 }, quietTask())
  expect(cells.map((cell) => drawn.key(nodeOf(cell)))).toEqual(['root', 'a', 'b'])
  expect(cells[0]!.rest).toEqual({ cells: 2, objects: 2, size: 2 })
})
