import { expect, test } from 'vitest'
import type { Phase, Progress } from '#engine/base/task.ts'
import { advance, startOfLoading, type Loading } from './loading.ts'

function after(...reports: readonly (readonly [Phase, number, number])[]): Loading {
  return reports.reduce((loading, [phase, done, total], at) => {
    const progress: Progress = { phase, done, total }
    return advance(loading, progress, (at + 1) * 1000)
  }, startOfLoading())
}

function states(loading: Loading): Record<string, string> {
  return Object.fromEntries(loading.phases.map(({ name, state }) => [name, state]))
}

test('phases before the running one are done, those after it wait', () => {
  expect(states(after(['read', 10, 10], ['edges', 1, 2]))).toMatchObject({
    read: 'done',
    edges: 'running',
    'retained sizes': 'waiting',
  })
})

test('the whole is done when the last phase is', () => {
  const last = startOfLoading().phases.at(-1)?.name ?? 'read'
  expect(after([last, 5, 5]).fraction).toBe(1)
})

test('the whole never goes back', () => {
  const far = after(['dominators', 1, 2])
  expect(advance(far, { phase: 'read', done: 1, total: 2 }, 1).fraction).toBe(far.fraction)
})

test('a phase without a known length counts as begun', () => {
  expect(after(['read', 4096, 0]).fraction).toBe(0)
})

test('time left is guessed from the pace, and only once there is one', () => {
  expect(after(['read', 1, 100]).remainingMs).toBeNull()
  const { fraction, remainingMs } = advance(startOfLoading(), { phase: 'read', done: 1, total: 2 }, 1000)
  expect(remainingMs).toBeCloseTo((1000 / fraction) * (1 - fraction))
})

test('without references there is less to do, and the whole is done when that is', () => {
  const start = startOfLoading(true)
  expect(start.phases.map(({ name }) => name)).toEqual(['read', 'shallow sizes', 'classes'])
  expect(advance(start, { phase: 'classes', done: 5, total: 5 }, 1).fraction).toBe(1)
})
