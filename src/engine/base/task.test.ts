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

test('a task gives way to what is to be done first, from its next turn on, and goes on when that fails', async () => {
  const clock = { ms: 0 }
  const host = hostAt(clock)
  const task = new Task(host)
  const order: string[] = []
  let fail = (): void => {}
  task.begin('distances', 2)
  task.giveWayTo(async (helping) => {
    expect(helping.tick(0)).toBeUndefined()
    await new Promise<void>((_, reject) => {
      fail = () => reject(new Error('It cannot help.'))
    })
  })
  expect(task.tick(0)).toBeUndefined()
  clock.ms = 50
  const turn = Promise.resolve(task.tick(1)).then(() => order.push('goes on'))
  await new Promise((resolve) => setTimeout(resolve, 5))
  order.push('first')
  fail()
  await turn
  expect(order).toEqual(['first', 'goes on'])
  expect(host.seen.map(({ phase }) => phase)).toEqual(['distances', 'distances'])
})

test('what a task gives way to is cancelled with it', async () => {
  const signal = { aborted: false }
  const task = new Task(hostAt({ ms: 0 }, signal))
  let helped: Promise<void> = Promise.resolve()
  task.giveWayTo((helping) => {
    helped = (async () => {
      await Promise.resolve()
      await helping.tick(0)
    })()
    return helped
  })
  signal.aborted = true
  await expect(helped).rejects.toMatchObject({ code: 'cancelled' })
})
