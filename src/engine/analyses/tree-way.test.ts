import { expect, test } from 'vitest'
import { completeHeapOf } from '../testing/complete-heap.ts'
import { drawHeap } from '../testing/draw-heap.ts'
import { treeWay } from './tree-way.ts'

test('the way to an object is its dominators from the root down', async () => {
  const drawn = drawHeap('root -> a -> b -> d; a -> c -> d')
  const heap = await completeHeapOf(drawn.snapshot)
  const way = treeWay(heap, { by: 'object', node: drawn.node('d'), path: [] })
  expect(way.nodes.map(({ node }) => drawn.key(node))).toEqual(['root', 'a', 'd'])
  expect(way.skipped.count).toBe(0)
  const top = treeWay(heap, { by: 'object', node: null, path: [] })
  expect(top.nodes.map(({ node }) => drawn.key(node))).toEqual(['root'])
})

test('of a long way the first and the last are named and the rest is counted', async () => {
  const keys = Array.from({ length: 40 }, (_, i) => `n${i}`)
  const drawn = drawHeap(`root -> ${keys.join(' -> ')}`)
  const heap = await completeHeapOf(drawn.snapshot)
  const way = treeWay(heap, { by: 'object', node: drawn.node('n39'), path: [] })
  expect(way.nodes.map(({ node }) => drawn.key(node))).toEqual([
    'root',
    ...keys.slice(0, 5),
    ...keys.slice(-6),
  ])
  expect(way.skipped).toEqual({ count: 29, after: 6 })
})

test('the way to a group is its path, from the object it begins at', async () => {
  const drawn = drawHeap('root -> a -> b; a: "A" @7; b: "B"')
  const heap = await completeHeapOf(drawn.snapshot)
  const way = treeWay(heap, { by: 'class', node: drawn.node('a'), path: ['B', 'gone'] })
  expect(way.nodes.map(({ id }) => id)).toEqual([7])
  expect(way.groups.map(({ name }) => name)).toEqual(['B', 'gone'])
})
