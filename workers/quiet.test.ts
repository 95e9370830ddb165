import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Quiet } from './quiet.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const never = new AbortController().signal

/** Waits, and tells when that is over, in milliseconds of the false clock. */
function waiting(quiet: Quiet, signal = never) {
  const seen: { over: number | null } = { over: null }
  void quiet.wait(signal).then(() => (seen.over = Date.now()))
  return seen
}

test('it is quiet as long as nobody asked', async () => {
  const seen = waiting(new Quiet(Date.now))
  await vi.advanceTimersByTimeAsync(0)
  expect(seen.over).not.toBeNull()
})

test('it is quiet a while after the last answer', async () => {
  const quiet = new Quiet(Date.now)
  await quiet.during(async () => {})
  const seen = waiting(quiet)
  await vi.advanceTimersByTimeAsync(200)
  await quiet.during(async () => {})
  await vi.advanceTimersByTimeAsync(200)
  expect(seen.over).toBeNull()
  await vi.advanceTimersByTimeAsync(100)
  expect(seen.over).not.toBeNull()
})

test('it is not quiet as long as an answer takes, however long, and be it to fail', async () => {
  const quiet = new Quiet(Date.now)
  const answer = quiet.during(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5000))
    throw new Error('no answer')
  })
  // Awaited once it has failed.
  answer.catch(() => {})
  const seen = waiting(quiet)
  await vi.advanceTimersByTimeAsync(5000)
  await expect(answer).rejects.toThrow('no answer')
  expect(seen.over).toBeNull()
  await vi.advanceTimersByTimeAsync(500)
  expect(seen.over).not.toBeNull()
})

test('what is cancelled waits no longer', async () => {
  const quiet = new Quiet(Date.now)
  const controller = new AbortController()
  void quiet.during(() => new Promise(() => {}))
  const seen = waiting(quiet, controller.signal)
  controller.abort()
  await vi.advanceTimersByTimeAsync(250)
  expect(seen.over).not.toBeNull()
})
