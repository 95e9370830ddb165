import { expect, test } from 'vitest'
import type { Progress } from '#engine/base/task.ts'
import { throttled, workerHost } from './task-host.ts'

test('reports of one phase come at a pace, but its first and its last always pass', () => {
  let time = 0
  const seen: Progress[] = []
  const report = throttled(
    (progress) => seen.push(progress),
    () => time,
  )
  for (let done = 0; done <= 100; done++) {
    time += 1
    report({ phase: 'read', done, total: 100 })
  }
  report({ phase: 'edges', done: 0, total: 5 })
  expect(seen.map(({ phase, done }) => `${phase} ${done}`)).toEqual([
    'read 0',
    'read 60',
    'read 100',
    'edges 0',
  ])
})

test('a pause lets others have a turn, and several end in their order', async () => {
  const host = workerHost(() => {})
  const order: number[] = []
  await Promise.all([host.pause().then(() => order.push(1)), host.pause().then(() => order.push(2))])
  expect(order).toEqual([1, 2])
})
