import { expect, test } from 'vitest'
import { captureHeap } from '../../../testing/complete-heap.ts'
import { quietTask } from '../../../testing/quiet-task.ts'
import { deadVariables } from './dead-variables.ts'

test('where the capture has scopes, just the variables that nobody can use are found', async () => {
  const heap = await captureHeap('chrome-156-closures.heapsnapshot.gz')
  const found = await deadVariables.find(heap, quietTask())
  expect(found.map(({ owner }) => owner).toSorted()).toEqual([
    'buffer of make in closures.html',
    'one of first in closures.html',
    'payload of (anonymous) in closures.html',
    'shared of pair in closures.html',
    'two of second in closures.html',
  ])
  expect(new Set(found.map(({ confidence }) => confidence.level))).toEqual(new Set(['sure']))
})
