import { expect, test } from 'vitest'
import { inTimeOrder } from './time-order.ts'

function ordered(...files: readonly (readonly [name: string, written: number])[]): string[] {
  return inTimeOrder(files.map(([name, lastModified]) => ({ name, lastModified }))).map(({ name }) => name)
}

test('times in names count before when files were written', () => {
  const [early, late] = [
    'Heap.20260131.080000.7.0.002.heapsnapshot',
    'Heap.20260131.090000.7.0.001.heapsnapshot',
  ]
  expect(ordered([late, 1], [early, 2])).toEqual([early, late])
  expect(ordered(['Heap-20260201T000000.heapsnapshot', 1], ['Heap-20260131T235959.heapsnapshot', 2])).toEqual(
    ['Heap-20260131T235959.heapsnapshot', 'Heap-20260201T000000.heapsnapshot'],
  )
})

test('words such as baseline, target and final are understood', () => {
  expect(ordered(['app-final.gz', 1], ['app-target.gz', 2], ['app-baseline.gz', 3])).toEqual([
    'app-baseline.gz',
    'app-target.gz',
    'app-final.gz',
  ])
})

test('numbers count in names that are alike otherwise, and as numbers', () => {
  expect(ordered(['soak-10.heapsnapshot.gz', 1], ['soak-9.heapsnapshot.gz', 2])).toEqual([
    'soak-9.heapsnapshot.gz',
    'soak-10.heapsnapshot.gz',
  ])
})

test('names that say nothing are ordered by when they were written', () => {
  expect(ordered(['pod-b7.heapsnapshot', 2], ['leak.heapsnapshot', 1])).toEqual([
    'leak.heapsnapshot',
    'pod-b7.heapsnapshot',
  ])
  expect(ordered(['b before', 2], ['a before', 1])).toEqual(['a before', 'b before'])
})
