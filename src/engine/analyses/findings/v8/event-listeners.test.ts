import { expect, test } from 'vitest'
import { captureHeap } from '../../../testing/complete-heap.ts'
import { quietTask } from '../../../testing/quiet-task.ts'
import { eventListeners } from './event-listeners.ts'

test('listeners of an element of a page are told by the element', async () => {
  const heap = await captureHeap('chrome-156-shop.heapsnapshot.gz')
  const found = await eventListeners.find(heap, quietTask())
  expect(found.map(({ owner, subject, nodes }) => ({ owner, subject, count: nodes.length }))).toEqual([
    { owner: '<button>.addEventListener(…)', subject: 'onBuy in shop.example', count: 20 },
  ])
})
