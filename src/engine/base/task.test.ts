import { expect, test } from 'vitest'
import { Task, type Progress } from './task.ts'

function hostAt(clock: { ms: number }, signal?: { aborted: boolean }) {
  const seen: Progress[] = []
  let pauses = 0
  return {
    seen,
    pauses: () => pauses,
    now: () => clock.ms,
    pause: () => {
      pauses++
      return Promise.resolve()
    },
    progress: (progress: Progress) => seen.push(progress),
    ...(signal ? { signal } : {}),
  }
}

test('a task gives others a turn only after it has held the thread for a while', async () => {
  const clock = { ms: 0 }
  const host = hostAt(clock)
  const task = new Task(host)
  task.begin('edges', 100)
  expect(task.tick(1)).toBeUndefined()
  clock.ms = 50
  await task.tick(60)
  expect(host.pauses()).toBe(1)
  expect(host.seen.at(-1)).toEqual({ phase: 'edges', done: 60, total: 100 })
})

test('a cancelled task throws at its next tick', () => {
  const signal = { aborted: false }
  const task = new Task(hostAt({ ms: 0 }, signal))
  task.begin('read', 1)
  signal.aborted = true
  expect(() => task.tick(0)).toThrow(expect.objectContaining({ code: 'cancelled' }))
})

test('a task cancelled while others had their turn throws before it goes on', async () => {
  const clock = { ms: 0 }
  const signal = { aborted: false }
  const host = hostAt(clock, signal)
  const task = new Task({
    ...host,
    pause: () => {
      signal.aborted = true
      return Promise.resolve()
    },
  })
  clock.ms = 50
  await expect(task.tick(0)).rejects.toMatchObject({ code: 'cancelled' })
})

test('phases carry the time they took', () => {
  const clock = { ms: 0 }
  const task = new Task(hostAt(clock))
  task.begin('read', 1)
  clock.ms = 7
  task.begin('edges', 1)
  clock.ms = 10
  task.end()
  expect(task.times).toEqual([
    { name: 'read', ms: 7 },
    { name: 'edges', ms: 3 },
  ])
})
