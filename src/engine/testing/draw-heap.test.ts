import { expect, test } from 'vitest'
import { drawHeap } from './draw-heap.ts'

test('a drawing says types, sizes, names, ids, states, places and edges', () => {
  const { spec } = drawHeap(`
    s: concatenated-string 12 "two words" @8 detached at 1:2:3 // a node
    root -> s -next-> t; s -element:4-> t ~> s
    t -weak:key-> root; t -internal:"1 / a -> b (c)"-> s
  `)
  expect(spec.nodes).toEqual([
    {
      type: 'concatenated string',
      name: 'two words',
      id: 8,
      selfSize: 12,
      detachedness: 2,
      location: [1, 2, 3],
    },
    { type: 'synthetic', name: '', id: 3, selfSize: 0, detachedness: 0 },
    { type: 'object', name: 't', id: 5, selfSize: 1, detachedness: 0 },
  ])
  expect(spec.root).toBe(1)
  expect(spec.edges).toEqual([
    { from: 1, to: 0, type: 'property', name: 's' },
    { from: 0, to: 2, type: 'property', name: 'next' },
    { from: 0, to: 2, type: 'element', name: 4 },
    { from: 2, to: 0, type: 'weak', name: 's' },
    { from: 2, to: 1, type: 'weak', name: 'key' },
    { from: 2, to: 0, type: 'internal', name: '1 / a -> b (c)' },
  ])
})

test('a node that is not there is a mistake in the test', () => {
  expect(() => drawHeap('root -> a').node('b')).toThrow('There is no node "b".')
  expect(() => drawHeap('root -> a').edge('a', 'root')).toThrow('There is no such edge')
  expect(() => drawHeap('root -fast:x-> a')).toThrow('There is no type "fast".')
})
