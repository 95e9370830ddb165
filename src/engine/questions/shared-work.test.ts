import { describe, expect, test } from 'vitest'
import type { Task, TaskHost } from '../base/task.ts'
import { SharedWork } from './shared-work.ts'

function hostWith(signal: { aborted: boolean }): TaskHost {
  let clock = 0
  // Every look at the clock finds the slice of time used up.
  return { now: () => (clock += 1000), pause: () => new Promise((resolve) => setTimeout(resolve)), signal }
}

/** Work of so many steps, between which others get a turn. */
function steps(count: number, done: () => string) {
  return async (task: Task) => {
    task.begin('answer', count)
    for (let i = 0; i < count; i++) await task.tick(i)
    return done()
  }
}

describe('work that several questions need', () => {
  test('is done once, for those who come while it goes on and for those who come later', async () => {
    const shared = new SharedWork()
    let times = 0
    const work = steps(3, () => `result ${++times}`)
    const host = hostWith({ aborted: false })
    const together = [shared.get('a', host, work), shared.get('a', hostWith({ aborted: false }), work)]
    expect(await Promise.all(together)).toEqual(['result 1', 'result 1'])
    expect(await shared.get('a', host, work)).toBe('result 1')
    expect(await shared.get('b', host, work)).toBe('result 2')
  })

  test('goes on while anybody waits for it', async () => {
    const shared = new SharedWork()
    const leaving = { aborted: false }
    const work = steps(5, () => 'done')
    const left = shared.get('a', hostWith(leaving), work)
    const stays = shared.get('a', hostWith({ aborted: false }), work)
    leaving.aborted = true
    expect(await stays).toBe('done')
    expect(await left).toBe('done')
  })

  test('stops when the last has gone, and begins anew for the next', async () => {
    const shared = new SharedWork()
    const signal = { aborted: false }
    let ended = 0
    const work = steps(50, () => `ended ${++ended}`)
    const gone = shared.get('a', hostWith(signal), work)
    await new Promise((resolve) => setTimeout(resolve, 5))
    signal.aborted = true
    await expect(gone).rejects.toMatchObject({ code: 'cancelled' })
    expect(ended).toBe(0)
    expect(await shared.get('a', hostWith({ aborted: false }), work)).toBe('ended 1')
  })

  test('is tried again after it failed', async () => {
    const shared = new SharedWork()
    const host = hostWith({ aborted: false })
    const failing = shared.get('a', host, () => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
    expect(await shared.get('a', host, () => 'yes')).toBe('yes')
  })
})
